using Windrow.Core.Stages;

namespace Windrow.Core.Plans;

/// <summary>Cuts the actions of a plan into segments, where a stage is named or needed, and these into sections.</summary>
internal static class PlanCut
{
    /// <summary>The segments in the order of their actions.</summary>
    /// <param name="sources">How many sources offer messages to the plan at the same time.</param>
    public static List<Segment> Segments(Plan plan, PlanAction[] actions, int sources)
    {
        var all = plan.Described;
        var segments = plan.Definition.Sinks.Count > 1 ? Sinks(plan, actions) : [];
        IReadOnlyList<Segment> next = [.. segments];

        // From the back, since a segment knows the ones behind it.
        var end = actions.Length - next.Count;
        for (var first = end - 1; first >= 0; first--)
        {
            var stage = all[first].Stage;
            if (first > 0 && stage is null && !actions[first].Waits && !plan.NeedsRoom(first) && !NeedsOne(plan, actions, first))
                continue;
            var own = actions[first..end];
            var isInLine = first == 0 && stage is null && !own[0].Waits && !plan.NeedsRoom(0) && (sources <= 1 || Array.TrueForAll(own, static action => action.IsConcurrent));
            var segment = new Segment(plan, own, first, stage ?? DefaultStage(plan, own[0]), isInLine, next);
            segments.Insert(0, segment);
            next = [segment];
            end = first;
        }

        return segments;
    }

    /// <summary>A section ends in front of every durable queue; several sinks that have one each are sections of their own.</summary>
    public static List<PlanSection> Sections(Plan plan, IReadOnlyList<Segment> segments)
    {
        var sections = new List<PlanSection>();
        foreach (var segment in segments)
        {
            if (sections.Count == 0 || segment.Keeps)
                sections.Add(new PlanSection(segment, plan.Store));
            for (var i = 0; i < segment.Actions.Count; i++)
            {
                if (segment.LedgerOf(i) is { } ledger)
                    sections[^1].Add(ledger);
            }
        }

        return sections;
    }

    // Behind a stage of several workers, what one thread alone may be in has one worker of its own.
    private static bool NeedsOne(Plan plan, PlanAction[] actions, int at)
    {
        var all = plan.Described;
        if (actions[at].IsConcurrent)
            return false;
        for (var i = at - 1; i >= 0; i--)
        {
            if (all[i].Stage is { } stage)
                return stage.Workers > 1;
            if (actions[i].Waits || plan.NeedsRoom(i))
                return actions[i].Workers > 1;
            if (!actions[i].IsConcurrent)
                return false;
        }

        return false;
    }

    private static StageOptions DefaultStage(Plan plan, PlanAction first)
        => new() { Queue = plan.Store.IsAvailable ? first.Queue : QueueKind.Memory, Workers = first.Workers, Ordered = first.Workers == 1 };

    // Several sinks are side by side behind the chain; a single one is the chain's last action.
    private static List<Segment> Sinks(Plan plan, PlanAction[] actions)
    {
        var segments = new List<Segment>();
        for (var i = plan.Definition.Actions.Count; i < actions.Length; i++)
            segments.Add(new Segment(plan, [actions[i]], i, plan.Described[i].Stage ?? DefaultStage(plan, actions[i]), isInLine: false, []));
        return segments;
    }
}
