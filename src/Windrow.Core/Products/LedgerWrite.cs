using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Products;

/// <summary>Enters products, and settles their messages when that is durable, or hands them to who passes them on.</summary>
/// <param name="entering">What is written and not yet to be found in the ledger.</param>
/// <param name="entered">Takes what is durable, to be passed on; null: its messages are settled.</param>
internal sealed class LedgerWrite(ActionContext context, List<PendingProduct> pending, ConcurrentDictionary<(string Path, MessageId Id), bool> entering, ConcurrentQueue<List<PendingProduct>>? entered) : StateWrite
{
    // As the messages are when they were written; the file may have grown by the time this is applied again.
    private readonly (string Path, long Length)[] _lengths = [.. pending.GroupBy(static each => each.File).Select(static group => (group.Key.Path, group.Key.Durable))];

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is durable, or could not be made so.</summary>
    public Task Done => _done.Task;

    public override void Apply(IStateTransaction transaction)
    {
        var now = context.Services.Time.GetUtcNow();
        context.DescribeConfiguration(transaction);
        foreach (var each in pending)
        {
            if (each.Replaces)
                transaction.ForgetProducts(each.File.Path);
            transaction.AddProduct(context.ProductOf(each.Message, each.File.Path, each.Offset, each.Length, now));
        }

        foreach (var (path, length) in _lengths)
            transaction.PutProductFile(path, new ProductFile(length, IsOpen: true));
    }

    public override void Completed(StateException? failure)
    {
        if (failure is null)
        {
            context.Store.Describe(context.Configuration);
            foreach (var each in pending)
            {
                entering.TryRemove((each.File.Path, each.Message.Id), out _);
                if (entered is null)
                    each.Message.Settle(Outcome.Delivered);
            }

            entered?.Enqueue(pending);
        }

        _done.SetResult();
    }
}
