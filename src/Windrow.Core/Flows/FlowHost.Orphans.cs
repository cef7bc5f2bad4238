using Windrow.Core.Checkpoints;
using Windrow.Core.Stages.Durable;
using Windrow.Core.State;

namespace Windrow.Core.Flows;

/// <content>What an earlier run left that the flow has no use for.</content>
public sealed partial class FlowHost
{
    /// <summary>
    /// State of an earlier run that nothing in the flow takes up, as its plan was renamed, changed or removed: durable
    /// queues with messages in them, and open windows.
    /// </summary>
    /// <returns>What each is, for people.</returns>
    public IReadOnlyList<string> FindOrphans() => !Store.IsOpen
        ? []
        : [
            .. OrphanedQueues().Select(static queue => $"the durable queue '{queue.Name}' holds {queue.Count} messages, and no stage of the flow has it"),
            .. OrphanedFolds().Select(static scope => $"'{scope[FoldLedger.ScopePrefix.Length..]}' has state, and is no action of the flow that keeps any"),
        ];

    private IEnumerable<QueueInfo> OrphanedQueues()
    {
        var names = _table.Plans.SelectMany(static plan => plan.QueueNames).ToHashSet();
        return Store.Open().Queues().Where(queue => queue.Count > 0 && !names.Contains(queue.Name));
    }

    private IEnumerable<string> OrphanedFolds()
    {
        var scopes = _table.Plans.SelectMany(static plan => plan.FoldScopes).ToHashSet();
        return Store.Open().Scopes(FoldLedger.ScopePrefix).Where(scope => !scopes.Contains(scope));
    }

    private void DiscardOrphans()
    {
        if (!Store.IsOpen)
            return;
        var discard = new DiscardWrite([.. OrphanedQueues().Select(static queue => queue.Number)], [.. OrphanedFolds(), .. OrphanedQueues().Select(static queue => LevelWrite.ScopeOf(queue.Name))], isEnd: false);

        // Waited for, since who starts the flow looks next whether there are any.
        var write = new AwaitedWrite(discard.Apply);
        Store.Submit(write);
        write.Wait();
    }

    private sealed class DiscardWrite(IReadOnlyList<int> queues, IReadOnlyList<string> scopes, bool isEnd) : StateWrite
    {
        public override void Apply(IStateTransaction transaction)
        {
            foreach (var queue in queues)
                transaction.DropQueue(queue);
            foreach (var scope in scopes)
                transaction.RemoveItems(scope);
            if (isEnd)
                transaction.CloseProductFiles();
        }

        public override void Completed(StateException? failure)
        {
        }
    }
}
