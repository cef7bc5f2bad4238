using Windrow.Core.Plans;

namespace Windrow.FlowTesting.Running;

/// <summary>What the actions of a flow under test have in common.</summary>
/// <param name="Log">Null: nothing is noted, and only actions that speak to the outside are observed.</param>
internal sealed record ObservedActions(ArrivalLog? Log, PlannedFaults Faults, TimeProvider Clock)
{
    /// <summary>How many messages were kept from each action that speaks to the outside.</summary>
    public TakenMessages Taken { get; } = new();

    /// <summary>The same plan, with every action observed.</summary>
    public PlanDefinition Observe(PlanDefinition plan) =>
        plan with
        {
            Actions = [.. plan.Actions.Select(action => Observe(action, plan.Name))],
            Sinks = [.. plan.Sinks.Select(sink => Observe(sink, plan.Name))],

            // Nothing is expected of a test: nobody waits for it, and what is told of expectations is given as any message.
            Takes = plan.Takes == PlanInput.Notifications ? PlanInput.Messages : plan.Takes,
            Expectations = [],
        };

    // A queue that others take from is none of the test's: its stage has one in memory.
    private ActionDefinition Observe(ActionDefinition action, string plan) => WithOwnQueue(Log is null && !action.IsOutside ? action : action with { Create = () => new ObservedAction(action.Create(), action, plan, this) });

    private static ActionDefinition WithOwnQueue(ActionDefinition action) => action.Stage is { Remote: not null } stage ? action with { Stage = stage.InMemory() } : action;
}
