using Windrow.Core.Expectations;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Routing;
using Windrow.Core.Stages;

namespace Windrow.Core.Flows;

/// <summary>The plans of a flow at one moment and the router over them; a reload makes a new one.</summary>
internal sealed class RoutingTable
{
    private readonly Router _router;
    private readonly Router _notifications;
    private readonly Router _submissions;
    private readonly int[] _all;

    public RoutingTable(IReadOnlyList<Plan> plans)
    {
        Plans = plans;
        _router = RouterOf(plans, static takes => takes is PlanInput.Messages or PlanInput.All);
        _notifications = RouterOf(plans, static takes => takes == PlanInput.Notifications);
        _submissions = RouterOf(plans, static takes => takes != PlanInput.Notifications);
        _all = [.. Enumerable.Range(0, plans.Count).Where(plan => plans[plan].Definition.Takes is PlanInput.Messages or PlanInput.All)];
    }

    public IReadOnlyList<Plan> Plans { get; }

    /// <summary>
    /// The plans that want a message; valid until <paramref name="matches"/> is used again. Flushes and notifications of
    /// models are for all of them, those of expectations for the plans that take these.
    /// </summary>
    /// <param name="unjudged">The plans whose select answers with an error.</param>
    public ReadOnlySpan<int> Match(Message message, MatchSet matches, out ReadOnlySpan<int> unjudged)
    {
        unjudged = default;
        if (message.Kind is MessageKind.Flush or MessageKind.Notification)
            return message.Origin.Source == ExpectationSource.SourceName ? Notified(message, matches, out unjudged) : _all;
        _router.Match(message.Metadata, matches);
        unjudged = matches.Errors;
        return matches.Plans;
    }

    /// <summary>The plans that want a message which one of them hands back; as <see cref="Match"/>.</summary>
    public ReadOnlySpan<int> MatchSubmitted(Message message, MatchSet matches, out ReadOnlySpan<int> unjudged)
    {
        _submissions.Match(message.Metadata, matches);
        unjudged = matches.Errors;
        return matches.Plans;
    }

    private ReadOnlySpan<int> Notified(Message message, MatchSet matches, out ReadOnlySpan<int> unjudged)
    {
        _notifications.Match(message.Metadata, matches);
        unjudged = matches.Errors;
        return matches.Plans;
    }

    private static Router RouterOf(IReadOnlyList<Plan> plans, Func<PlanInput, bool> takes) => Router.Build(
        plans.Select(static (plan, index) => (plan, index)).Where(each => takes(each.plan.Definition.Takes)).Select(static each => new RoutedPlan(each.index, each.plan.Definition.Filter)));

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
