using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A set of a <c>collect</c> action, as the state store has it.</summary>
/// <param name="Plan">The plan that it belongs to.</param>
/// <param name="Action">The path of the action within its plan.</param>
/// <param name="Key">What its members have in common.</param>
/// <param name="Phase">open, alerted (open beyond its deadline), leaving (decided, and not done), emitted or dropped.</param>
/// <param name="IsOpen">Whether it waits for members.</param>
/// <param name="Count">Members; null when they were let go, as those of a set that is over are.</param>
/// <param name="Expected">How many are to come; null when nothing says so.</param>
/// <param name="Opened">When its first member came, UTC.</param>
/// <param name="Last">When its last member came, UTC.</param>
/// <param name="Deadline">When it ends at the latest, UTC; of a set that is over, when it is forgotten.</param>
/// <param name="Revision">How often it was emitted.</param>
/// <param name="Why">Why it is in its phase, for people.</param>
public sealed record StoredCollection(
    string Plan, string Action, Metadata Key, string Phase, bool IsOpen, int? Count, int? Expected, DateTime Opened, DateTime Last, DateTime Deadline, int Revision, string Why)
{
    /// <summary>The key as the command line takes it: <c>date=20260729,step=6</c>.</summary>
    public string KeyText { get; } = TextOf(Key);

    /// <summary>The members, where they were asked for, in the order in which they came.</summary>
    public IReadOnlyList<StoredMember> Members { get; init; } = [];

    /// <summary>The listed members that are missing by their tier, critical first; tiers of which none is missing are left out.</summary>
    public IReadOnlyList<(string Tier, IReadOnlyList<Metadata> Members)> Missing { get; init; } = [];

    /// <summary>A key as <see cref="KeyText"/> has it.</summary>
    public static string TextOf(Metadata key) => string.Join(',', key.Select(static entry => $"{entry.Key.Name}={entry.Value}"));
}
