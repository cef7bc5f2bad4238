using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Judges sets: what is to be done with one, and when it is to be looked at again.</summary>
internal sealed class Completeness(CollectOptions options)
{
    /// <summary>What a condition over the set may ask for, beside the keys of the set.</summary>
    public static readonly string[] Names = ["count", "waiting", "expected", "missing", "missingCritical", "missingWanted", "age", "idle"];

    // How often a condition over times is asked without a new member.
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly bool _asksForTime = options.When is { } when && AsksForTime(when);

    // Without any of these the set takes what comes, until it is quiet or the deadline has come.
    private readonly bool _waitsForMembers = options.Count is not null || options.IsExpected || options.When is not null || options.Members.CountOf(Tier.Wanted) + options.Members.CountOf(Tier.All) > 0;

    /// <summary>Whether all that the set was to wait for is in.</summary>
    public bool IsComplete(SetState set, DateTime now)
    {
        if (!set.IsCriticalIn || (options.Count is { } count && set.Count < count))
            return false;

        if (options.IsExpected && !(ExpectedOf(set) is { } expected && set.Count >= Math.Ceiling(expected * options.AtLeast)))
            return false;

        // Without wanted ones the set waits for all that belong to it.
        var isIn = options.Members.CountOf(Tier.Wanted) > 0 ? set.Missing(Tier.Wanted) == 0 : set.Missing(Tier.All) == 0;
        return isIn && set.Count > 0 && (options.When is not { } when || when.Matches(Summary(set, now)));
    }

    /// <summary>How many members the set is to have; null: nothing says it.</summary>
    public long? ExpectedOf(SetState set) => options.ExpectedCount ?? (set.Expected is > 0 and var told ? told : null);

    public Verdict Judge(SetState set, DateTime now)
    {
        if (!set.IsOpen)
            return Verdict.Wait;
        var isQuiet = options.Quiet is { } quiet && now >= set.Last + quiet && set.Count > 0;
        var isDue = now >= DeadlineOf(set);
        if (set.Revision > 0)
            return options.Quiet is null || isQuiet || isDue ? Verdict.Emit : Verdict.Wait;
        if (_waitsForMembers && IsComplete(set, now))
            return Verdict.Emit;
        if (isQuiet && set.IsCriticalIn)
            return Verdict.Emit;
        if (options.Early is { } early && set.Phase == SetPhase.Open && !isDue && set.HasOfEach(early))
            return Verdict.EmitEarly;
        if (set.Phase == SetPhase.Alerted)
            return now >= DeadlineOf(set) + options.Remember ? Verdict.Drop : Verdict.Wait;
        return isDue ? AtDeadline(set) : Verdict.Wait;
    }

    /// <summary>When an open set ends at the latest, unless it is told in an alert; UTC.</summary>
    public DateTime DeadlineOf(SetState set) => set.Began + options.Deadline + set.Extended;

    /// <summary>What becomes of a set whose deadline has come.</summary>
    public Verdict AtDeadline(SetState set) => options.OnDeadline switch
    {
        _ when set.Revision > 0 => Verdict.Emit,
        DeadlinePolicy.Alert => Verdict.Alert,
        DeadlinePolicy.Emit when set.IsCriticalIn && set.Count > 0 => Verdict.Emit,
        _ => Verdict.Drop,
    };

    /// <summary>When a set is to be looked at, if nothing comes before.</summary>
    public DateTime NextLook(SetState set, DateTime now)
    {
        if (!set.IsOpen)
            return set.Ended + options.Remember;
        var look = DeadlineOf(set);
        if (set.Phase == SetPhase.Alerted)
            look += options.Remember;
        if (options.Quiet is { } quiet && set.IsCriticalIn && set.Count > 0 && set.Last + quiet < look)
            look = set.Last + quiet;
        if (_asksForTime && now + Tick < look)
            look = now + Tick;

        // What is outside may say another number.
        if (options.Expected is { Key: null } asked && set.Revision == 0 && now + asked.Refresh < look)
            look = now + (asked.Refresh > Tick ? asked.Refresh : Tick);
        return look;
    }

    private static bool AsksForTime(Filter filter)
    {
        var keys = new HashSet<MetadataKey>();
        filter.CollectKeys(keys);
        return keys.Contains("age") || keys.Contains("idle");
    }

    private Metadata Summary(SetState set, DateTime now)
    {
        var (critical, wanted) = (set.Missing(Tier.Critical), set.Missing(Tier.Wanted));
        var summary = set.Key.Change()
            .Set("count", (long)set.Count)
            .Set("waiting", (long)set.Waiting)
            .Set("missing", (long)critical + wanted + set.Missing(Tier.All))
            .Set("missingCritical", (long)critical)
            .Set("missingWanted", (long)wanted)
            .Set("age", (now - set.Began).TotalSeconds)
            .Set("idle", (now - set.Last).TotalSeconds);
        if (ExpectedOf(set) is { } expected)
            summary.Set("expected", expected);
        return summary.Build();
    }
}
