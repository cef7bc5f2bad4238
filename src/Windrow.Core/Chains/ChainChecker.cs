using Windrow.Core.Configuration;
using Windrow.Core.Flows;
using Windrow.Core.Plans;
using Windrow.Core.Stages;

namespace Windrow.Core.Chains;

/// <summary>Finds what is wrong with how the plans of a flow follow each other.</summary>
internal sealed class ChainChecker(DiagnosticBag diagnostics, FlowSettings settings)
{
    /// <param name="plans">The plans that are enabled, each with its place in the file.</param>
    public void Check(IReadOnlyList<(MappingNode Node, PlanDefinition Plan)> plans)
    {
        var names = plans.Select(static each => each.Plan.Name).ToList();
        foreach (var (node, plan) in plans)
        {
            CheckSubmits(plan, plans, names);
            foreach (var name in plan.After)
                CheckAfter(node["after"]!, name, plan, plans, names);
            if (plan is { Takes: PlanInput.Submissions, After.Count: 0 } && !plans.Any(from => ChainGraph.Leads(from.Plan, plan)))
                diagnostics.Error(Rules.ChainOfPlans, node["takes"] ?? node, $"plan '{plan.Name}' takes what others hand back, and none hands anything to it", "end one in '- type: submit'");
        }
    }

    private void CheckAfter(ConfigNode after, string name, PlanDefinition plan, IReadOnlyList<(MappingNode Node, PlanDefinition Plan)> plans, List<string> names)
    {
        var before = plans.FirstOrDefault(each => each.Plan.Name == name).Plan;
        if (before is null)
            diagnostics.Error(Rules.ChainOfPlans, after, $"there is no plan '{name}'{Suggestion.Clause(name, names)}", $"there are: {string.Join(", ", names)}");
        else if (!before.Submits)
            diagnostics.Error(Rules.ChainOfPlans, after, $"plan '{name}' hands nothing to '{plan.Name}'", $"end plan '{name}' in '- type: submit'");
        else if (!ChainGraph.Leads(before, plan))
            diagnostics.Error(Rules.ChainOfPlans, after, $"plan '{name}' hands messages to others, and not to '{plan.Name}'", $"add '{plan.Name}' to the 'plans' of its 'submit'");
    }

    private void CheckSubmits(PlanDefinition plan, IReadOnlyList<(MappingNode Node, PlanDefinition Plan)> plans, List<string> names)
    {
        foreach (var sink in plan.Sinks.Where(static sink => sink.SubmitsTo is not null))
        {
            if (settings.State == "none" || sink.Stage is { Queue: QueueKind.Memory })
                diagnostics.Error(Rules.QueueCannot, sink.Location, "what 'submit' hands on is kept until all plans are done with it, and a queue in memory keeps nothing", settings.State == "none" ? "leave 'settings.state: none' out" : "leave the 'stage' out, or write 'queue: durable'");
            if (sink.SubmitsTo!.Count == 0 && !plans.Any(to => ChainGraph.Leads(plan, to.Plan)))
                diagnostics.Error(Rules.ChainOfPlans, sink.Location, $"no plan takes what '{plan.Name}' hands back", $"write 'after: [{plan.Name}]' into the plan that goes on with it, or name that in the 'plans' of this 'submit'");
            foreach (var name in sink.SubmitsTo)
            {
                var next = plans.FirstOrDefault(each => each.Plan.Name == name).Plan;
                if (next is null)
                    diagnostics.Error(Rules.ChainOfPlans, sink.Location, $"there is no plan '{name}'{Suggestion.Clause(name, names)}", $"there are: {string.Join(", ", names)}");
                else if (!ChainGraph.Leads(plan, next))
                    diagnostics.Error(Rules.ChainOfPlans, sink.Location, $"plan '{name}' takes nothing from '{plan.Name}'", next.Takes == PlanInput.Notifications ? "leave its 'takes: notifications' out" : $"add '{plan.Name}' to its 'after'");
            }
        }
    }
}
