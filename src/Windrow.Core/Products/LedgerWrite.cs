using System.Collections.Concurrent;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Products;

/// <summary>Enters products, and settles their messages when that is durable.</summary>
/// <param name="entering">What is written and not yet to be found in the ledger.</param>
/// <param name="committed">Told when it is durable, or could not be made so.</param>
internal sealed class LedgerWrite(ActionContext context, List<PendingProduct> pending, ConcurrentDictionary<(string Path, MessageId Id), bool> entering, System.Action committed) : StateWrite
{
    // As the messages are when they were written; the file may have grown by the time this is applied again.
    private readonly (string Path, long Length)[] _lengths = [.. pending.GroupBy(static each => each.File).Select(static group => (group.Key.Path, group.Key.Durable))];

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
                each.Message.Settle(Outcome.Delivered);
            }
        }

        committed();
    }
}
