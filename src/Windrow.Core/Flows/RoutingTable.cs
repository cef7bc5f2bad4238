using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Routing;
using Windrow.Core.Stages;

namespace Windrow.Core.Flows;

/// <summary>The plans of a flow at one moment and the router over them; a reload makes a new one.</summary>
internal sealed class RoutingTable
{
    private readonly Router _router;
    private readonly int[] _all;

    public RoutingTable(IReadOnlyList<Plan> plans)
    {
        Plans = plans;
        _router = Router.Build(plans.Select(static (plan, index) => new RoutedPlan(index, plan.Definition.Filter)));
        _all = new int[plans.Count];
        for (var i = 0; i < _all.Length; i++)
            _all[i] = i;
    }

    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>
    /// The plans that want a message; valid until <paramref name="matches"/> is used again. Flushes and notifications
    /// are for all of them.
    /// </summary>
    /// <param name="unjudged">The plans whose select answers with an error.</param>
    public ReadOnlySpan<int> Match(Message message, MatchSet matches, out ReadOnlySpan<int> unjudged)
    {
        unjudged = default;
        if (message.Kind is MessageKind.Flush or MessageKind.Notification)
            return _all;
        _router.Match(message.Metadata, matches);
        unjudged = matches.Errors;
        return matches.Plans;
    }

    /// <summary>A lane in every plan for one source.</summary>
    public Lane[] NewLanes() => [.. Plans.Select(static plan => plan.Entrance.AddLane())];

    /// <summary>Lanes for a source that had some before; where a plan stayed, so does its lane.</summary>
    public Lane[] NewLanes(RoutingTable old, Lane[] oldLanes)
    {
        var lanes = new Lane[Plans.Count];
        for (var i = 0; i < lanes.Length; i++)
        {
            var before = IndexOf(old.Plans, Plans[i]);
            lanes[i] = before >= 0 ? oldLanes[before] : Plans[i].Entrance.AddLane();
        }

        return lanes;
    }

    private static int IndexOf(IReadOnlyList<Plan> plans, Plan plan)
    {
        for (var i = 0; i < plans.Count; i++)
        {
            if (ReferenceEquals(plans[i], plan))
                return i;
        }

        return -1;
    }
}
