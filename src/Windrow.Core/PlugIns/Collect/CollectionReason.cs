using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Tells why a set is where it is.</summary>
internal static class CollectionReason
{
    public static string Of(SetState set, CollectOptions options, DateTime now)
    {
        if (set.Due.Count > 0)
            return set.Due[^1].IsAlert ? "an alert is on its way" : set.Due[^1].LeavesOpen ? "what came until then is on its way" : Invariant($"revision {set.Due[^1].Revision} is on its way");
        var forgotten = TimeText.Format(set.Ended + options.Remember);
        return set.Phase switch
        {
            SetPhase.Emitted => $"emitted at {TimeText.Format(set.Ended)}; remembered until {forgotten}",
            SetPhase.Dropped => $"given up at {TimeText.Format(set.Ended)}; remembered until {forgotten}",
            SetPhase.Alerted => $"its deadline is over, which was told in an alert; it waits for {Awaited(set, options)} until {TimeText.Format(new Completeness(options).DeadlineOf(set) + options.Remember)}, and is given up then",
            _ => OfOpen(set, options, now),
        };
    }

    private static string OfOpen(SetState set, CollectOptions options, DateTime now)
    {
        var deadline = new Completeness(options).DeadlineOf(set);
        var end = new Completeness(options).AtDeadline(set) switch
        {
            Verdict.Emit => "emitted as it is then",
            Verdict.Alert => "told in an alert then",
            _ when set.IsCriticalIn => "given up then",
            _ => "given up then, as critical members are missing",
        };
        if (now >= deadline)
            return "its deadline has come; it ends when the flow runs";
        var until = $"until its deadline at {TimeText.Format(deadline)}, and is {end}";
        var quiet = options.Quiet is { } time && set.IsCriticalIn ? $"; before that it is emitted when nothing has come for {DurationText.Format(time)}" : "";
        return set.Revision > 0
            ? $"late members came; it waits for more of them {until}{quiet}"
            : $"{(set.Phase == SetPhase.Early ? "it has left early once; " : "")}it waits for {Awaited(set, options)} {until}{quiet}";
    }

    private static string Awaited(SetState set, CollectOptions options)
    {
        var awaited = new List<string>();
        if (set.Missing(Tier.Critical) is > 0 and var critical)
            awaited.Add(Invariant($"{critical} critical"));

        // Without wanted ones the set waits for all that belong to it.
        var tier = options.Members.CountOf(Tier.Wanted) > 0 ? Tier.Wanted : Tier.All;
        if (set.Missing(tier) is > 0 and var listed)
            awaited.Add(Invariant($"{listed} {(tier == Tier.Wanted ? "wanted" : "listed")}"));
        if (options.Count - set.Count is > 0 and var more)
            awaited.Add(Invariant($"{more} of {options.Count}"));
        var expected = options.IsExpected ? new Completeness(options).ExpectedOf(set) : null;
        if (expected is { } number && (long)Math.Ceiling(number * options.AtLeast) is var needed && needed > set.Count)
            awaited.Add(needed == number ? Invariant($"{needed - set.Count} of {number}") : Invariant($"{needed - set.Count} of the {needed} needed of {number}"));
        if (awaited.Count > 0)
            return string.Join(", ", awaited) + " members";
        if (options.IsExpected && expected is null)
            return "the number of its members";
        return options.When is null ? "whatever comes" : "its condition 'complete-when'";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
