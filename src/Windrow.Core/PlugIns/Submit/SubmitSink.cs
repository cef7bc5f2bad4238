using Windrow.Core.Chains;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Stages;

namespace Windrow.Core.PlugIns.Submit;

/// <summary>
/// Hands messages back to the flow, for other plans to go on with. In front of it stands a queue that is kept, whose row is what all of those plans owe
/// to: so either all of them have done their part, or the message comes to all of them again.
/// </summary>
internal sealed class SubmitSink(SubmitOptions options) : PlanAction, IHandsBack
{
    private Reentry? _flow;
    private MetadataValue _plan;

    public override bool IsConcurrent => true;

    public override bool Waits => true;

    public override QueueKind Queue => QueueKind.Durable;

    public override bool IsTerminal => true;

    /// <summary>The only plans that get what it hands back; empty: all that take such.</summary>
    public IReadOnlyList<string> Plans => options.Plans;

    public override void Start(ActionContext context)
    {
        _flow = context.Reentry;
        _plan = context.Plan;
    }

    public bool HoldsUp(Lane worker) => _flow!.HoldsUp(worker, options.Plans);

    public override void Process(Message message, Output output)
    {
        var chain = ChainKeys.Of(message.Metadata);
        if (chain.Length >= options.Hops)
        {
            output.Fail(message, Failure.Permanent(
                $"the message went through {chain.Length} plans, one after the other: {string.Join(" → ", [.. chain.ToArray().TakeLast(6), _plan])}",
                "see whether they go round in a circle: a 'select' has to keep a plan from what it made itself; or write a higher number for 'hops'"));
            return;
        }

        var metadata = message.Metadata.Change()
            .Set(ChainKeys.SubmittedBy, _plan)
            .Set(ChainKeys.Chain, MetadataValue.Of(new MetadataList([.. chain, _plan])))
            .Build();

        // A message of its own, as what a plan makes of it must differ from what it made of it the time before.
        var handed = output.Child(message, message.Kind, metadata, message.Payload.Add());
        var isWanted = _flow!.Hand(handed, options.Plans);
        handed.Settle(isWanted ? Deliveries.Outcome.Delivered : Deliveries.Outcome.Unmatched);
        if (isWanted)
            output.Deliver(message);
        else
            output.Drop(message);
    }
}
