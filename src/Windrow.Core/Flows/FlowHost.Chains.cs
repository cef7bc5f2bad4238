using Windrow.Core.Chains;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <content>Plans that hand messages to each other.</content>
public sealed partial class FlowHost
{
    private readonly Reentry _reentry = new();
    private ChainGraph _chains;

    /// <summary>Completes when no plan has anything under way.</summary>
    internal Task AtRest() => AtRest(_table.Plans);

    // One plan after the other is looked at, so what moved from one to another meanwhile may have been overlooked.
    private async Task AtRest(IReadOnlyList<Plan> plans)
    {
        long handed;
        do
        {
            handed = _reentry.Handed;
            await Task.WhenAll(plans.Select(static plan => plan.WhenAtRest())).ConfigureAwait(false);
        }
        while (handed != _reentry.Handed);
    }

    /// <summary>
    /// Brings all plans to their end, each behind those that hand messages to it. What a flush makes of a circle of plans goes round in it, so they are
    /// flushed until nothing comes any more; the hops of a message have an end.
    /// </summary>
    private async Task FlushAll()
    {
        if (!_chains.HasEdges)
        {
            await Flush(_table.Plans).ConfigureAwait(false);
            return;
        }

        await AtRest().ConfigureAwait(false);
        foreach (var group in _chains.Order())
        {
            long handed;
            do
            {
                handed = _reentry.Handed;
                await Flush([.. _table.Plans.Where(plan => group.Exists(each => each.Name == plan.Name))]).ConfigureAwait(false);
                await AtRest().ConfigureAwait(false);
            }
            while (handed != _reentry.Handed && group.Exists(_chains.IsInCircle));
        }
    }

    private static Task Flush(IReadOnlyList<Plan> plans)
    {
        var metadata = Metadata.From(("flushKind", "close-connection"));
        foreach (var plan in plans)
            plan.Entrance.Enqueue(new Message(MessageKind.Flush, metadata, Payload.None, plan.Origin));
        return Task.WhenAll(plans.Select(static plan => plan.WhenAtRest()));
    }
}
