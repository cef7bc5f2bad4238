using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect.Orders;

namespace Windrow.Core.PlugIns.Collect;

/// <content>What operators want of sets.</content>
internal sealed partial class CollectAction
{
    /// <summary>Does to a set what an operator wants. On any thread.</summary>
    /// <returns>Why nothing was done; null: it is durable.</returns>
    public Task<string?> Order(SetOrder order)
    {
        var done = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        _context.Post(output =>
        {
            if (_isClosed)
                done.SetResult("the flow has changed meanwhile; ask again");
            else if (_shared is not null)
                _shared.Order(order, done);
            else
                Order(order, done, output);
        });
        return done.Task;
    }

    private void Order(SetOrder order, TaskCompletionSource<string?> done, Output output)
    {
        var set = _sets.Open.FirstOrDefault(set => StoredCollection.TextOf(set.Key) == order.Key);
        if (order.Objection(set) is { } objection)
        {
            done.SetResult(objection);
            return;
        }

        var now = Now;
        CollectLog.Ordered(_log, _context.Path, order.Who, set!.Key, order.Done);
        if (order.Verb == SetVerb.Extend)
        {
            order.Extend(set, options, now);
            _kept?.Put(set);
        }
        else
        {
            Carry(order.Verb == SetVerb.Fire ? Verdict.Emit : Verdict.Drop, set, now, output);
        }

        if (set.Place is not null && _sets.Schedule(set, _completeness.NextLook(set, now)))
            Wake(now);
        if (_kept is null)
            done.SetResult(null);
        else
            _kept.WhenDurable().ContinueWith(_ => done.SetResult(null), TaskScheduler.Default);
    }
}
