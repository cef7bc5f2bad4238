using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>A set of a <c>collect</c> action, as the state store has it.</summary>
/// <param name="Plan">The plan that it belongs to.</param>
/// <param name="Action">The path of the action within its plan.</param>
/// <param name="Key">What its members have in common.</param>
/// <param name="Phase">open, early (open, and emitted as it was), alerted (open beyond its deadline), leaving (decided, and not done), emitted or dropped.</param>
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

    /// <summary>Members that are known and do not count yet.</summary>
    public int Waiting { get; init; }

    /// <summary>Whether all processes of the flow gather into it.</summary>
    public bool IsShared { get; init; }

    /// <summary>The members, where they were asked for, in the order in which they came.</summary>
    public IReadOnlyList<StoredMember> Members { get; init; } = [];

    /// <summary>The listed members that are missing by their tier, critical first; tiers of which none is missing are left out.</summary>
    public IReadOnlyList<(string Tier, IReadOnlyList<Metadata> Members)> Missing { get; init; } = [];

    /// <param name="isMissing">Whether a listed member is missing, by its number.</param>
    internal static StoredCollection Of(string plan, string action, CollectOptions options, SetState set, DateTime now, bool hasMembers, Func<int, bool> isMissing)
    {
        var completeness = new Completeness(options);
        int? listed = options.Count is null && options.Members.Count == 0 ? null : Math.Max(options.Count ?? 0, options.Members.Count);
        var expected = options.IsExpected ? (int?)Math.Min(completeness.ExpectedOf(set) ?? listed ?? 0, int.MaxValue) : listed;
        var deadline = set.Phase switch
        {
            SetPhase.Open or SetPhase.Early => completeness.DeadlineOf(set),
            SetPhase.Alerted => completeness.DeadlineOf(set) + options.Remember,
            _ => set.Ended + options.Remember,
        };
        var phase = set.Due.Count > 0 ? "leaving" : set.Phase.ToString().ToLowerInvariant();
        return new StoredCollection(
            plan, action, set.Key, phase, set.IsOpen, hasMembers ? set.Count : null, expected == 0 ? null : expected, set.Began, set.Last, deadline, set.Revision, CollectionReason.Of(set, options, now))
        {
            Waiting = set.Waiting,
            Missing = hasMembers ? MissingOf(options.Members, isMissing) : [],
        };
    }

    private static List<(string Tier, IReadOnlyList<Metadata> Members)> MissingOf(ExpectedMembers listed, Func<int, bool> isMissing)
    {
        var missing = new List<(string Tier, IReadOnlyList<Metadata> Members)>();
        foreach (var tier in Enum.GetValues<Tier>())
        {
            var members = Enumerable.Range(0, listed.Count).Where(member => listed.TierOf(member) == tier && isMissing(member)).Select(listed.ValuesOf).ToList();
            if (members.Count > 0)
                missing.Add((tier.ToString().ToLowerInvariant(), members));
        }

        return missing;
    }

    /// <summary>A key as <see cref="KeyText"/> has it.</summary>
    public static string TextOf(Metadata key) => string.Join(',', key.Select(static entry => $"{entry.Key.Name}={entry.Value}"));
}
