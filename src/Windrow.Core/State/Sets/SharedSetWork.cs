using Windrow.Core.Messages;

namespace Windrow.Core.State.Sets;

/// <summary>
/// A change to sets that all processes of a flow have in common. The store first takes the sets that it is about, so that no other process
/// changes them meanwhile; then the change is decided by what they are; and it is durable together with the rest of its transaction, or not at all.
/// </summary>
/// <param name="scope">Which action the sets belong to.</param>
public abstract class SharedSetWork(string scope) : StateWrite
{
    public string Scope => scope;

    /// <summary>Members that come. The latest set of the key of each is taken, and begun where there is none.</summary>
    public virtual IReadOnlyList<SharedArrival> Arrivals => [];

    /// <summary>
    /// Members of which something is told that says nothing of their sets. Every set in which one of them does not count yet is taken, and the latest of its key.
    /// While it is decided what becomes of them none comes to a set of the action.
    /// </summary>
    public virtual IReadOnlyList<MessageId> Told => [];

    /// <summary>Whether what was told of the arrivals before they came is looked up.</summary>
    public virtual bool HearsNews => false;

    /// <summary>Further sets that are taken, by the hash of their key and their number.</summary>
    public virtual IReadOnlyList<(MessageId KeyId, long Number)> Sets => [];

    /// <summary>
    /// Decides what is changed. Called on the store's thread with the sets taken, and called again when the transaction has to be made again: what it
    /// noted the first time is void then.
    /// </summary>
    public abstract void Decide(SharedSetPage page);

    public sealed override void Apply(IStateTransaction transaction) => transaction.WorkOnSets(this);
}
