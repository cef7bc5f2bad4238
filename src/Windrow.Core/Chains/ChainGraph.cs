using Windrow.Core.Plans;

namespace Windrow.Core.Chains;

/// <summary>Which plans of a flow hand messages to which.</summary>
internal sealed class ChainGraph
{
    private readonly IReadOnlyList<PlanDefinition> _plans;
    private readonly List<PlanDefinition> _submitting; // few, of plans that may be thousands

    public ChainGraph(IReadOnlyList<PlanDefinition> plans)
    {
        _plans = plans;
        _submitting = [.. plans.Where(static plan => plan.Submits)];
    }

    /// <summary>Whether any plan hands messages back.</summary>
    public bool HasEdges => _submitting.Count > 0;

    /// <summary>Whether a plan may get messages that another one, or itself, hands back.</summary>
    public bool IsSubmittedTo(PlanDefinition plan) => _submitting.Exists(from => Leads(from, plan));

    /// <summary>Whether what one plan hands back may come to another.</summary>
    public static bool Leads(PlanDefinition from, PlanDefinition to)
        => (to.After.Count == 0 || to.After.Contains(from.Name)) && from.Sinks.Any(sink => sink.SubmitsTo is { } plans && MayGet(to, plans));

    /// <summary>Whether a plan may get what is handed back to the named plans, or to all that take such where none is named.</summary>
    public static bool MayGet(PlanDefinition plan, IReadOnlyList<string> named)
    {
        if (named.Count == 0)
            return plan.Takes is PlanInput.Submissions or PlanInput.All;
        for (var i = 0; i < named.Count; i++)
        {
            if (named[i] == plan.Name)
                return plan.Takes != PlanInput.Notifications;
        }

        return false;
    }

    /// <summary>Whether what a plan hands back may come back to it, by way of others or at once.</summary>
    public bool IsInCircle(PlanDefinition plan) => _submitting.Exists(from => Leads(from, plan) && LeadingTo(_submitting, from).Contains(plan));

    /// <summary>
    /// The plans in the order in which they come to their end: each behind all that lead to it. Those that lead to each other come together, and
    /// first of all those that nothing leads to.
    /// </summary>
    public List<List<PlanDefinition>> Order()
    {
        var order = new List<List<PlanDefinition>>();
        var left = _plans.ToList();
        while (left.Count > 0)
        {
            var leading = left.FindAll(static plan => plan.Submits);
            var next = left.FindAll(plan => !leading.Exists(from => !ReferenceEquals(from, plan) && Leads(from, plan)));
            // Every plan that is left is in a circle, or behind one: the one that the fewest others lead to is in a first one.
            if (next.Count == 0)
                next = leading.Select(plan => LeadingTo(leading, plan)).MinBy(static plans => plans.Count)!;
            order.Add(next);
            left.RemoveAll(next.Contains);
        }

        return order;
    }

    // A plan, and all that lead to it.
    private static List<PlanDefinition> LeadingTo(IReadOnlyList<PlanDefinition> submitting, PlanDefinition plan)
    {
        var found = new List<PlanDefinition> { plan };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(submitting.Where(from => !found.Contains(from) && Leads(from, found[i])));
        return found;
    }
}
