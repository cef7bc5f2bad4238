namespace Windrow.Core.State.Sets;

/// <summary>Reads the sets that all processes of a flow have in common, as they are durable. Every read may throw <see cref="StateException"/>.</summary>
public interface ISharedSetReader
{
    /// <summary>The actions that have sets.</summary>
    IReadOnlyList<string> Scopes();

    /// <summary>The configuration that the sets of an action are kept under; null: it has none.</summary>
    string? Declaration(string scope);

    /// <summary>The last set of a key.</summary>
    /// <param name="keyText">See <see cref="SharedSetRow.KeyText"/>.</param>
    SharedSetRow? Find(string scope, string keyText);

    /// <summary>Reads sets of an action, the oldest first.</summary>
    /// <param name="after">Those with a higher number only.</param>
    IReadOnlyList<SharedSetRow> ReadSets(string scope, long after, int most);

    /// <summary>Reads sets of an action that are to be looked at by now.</summary>
    IReadOnlyList<SharedSetRow> ReadDue(string scope, DateTime now, int most);

    /// <summary>Reads members of a set in the order in which they came.</summary>
    /// <param name="after">Those with a higher number only.</param>
    IReadOnlyList<SharedMemberRow> ReadMembers(long set, int after, int most);

    /// <summary>Reads what is on its way.</summary>
    /// <param name="isMine">Only what this process is to carry out.</param>
    IReadOnlyList<SharedEmissionRow> ReadEmissions(string scope, bool isMine);

    /// <summary>Looks whether there is something to do, without waiting for a store that is away.</summary>
    /// <returns>Null: nobody knows at present.</returns>
    SharedSetOutlook? Outlook(string scope, DateTime now);

    /// <summary>How many sets are open, without waiting for a store that is away.</summary>
    /// <param name="lastOpen">The highest phase of a set that is open.</param>
    /// <returns>Null: nobody knows at present.</returns>
    long? CountOpen(string scope, byte lastOpen);
}
