using Windrow.Core.Deliveries;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Products;

/// <summary>Enters what was put into data sets, and settles its messages when that is durable.</summary>
internal sealed class EntriesWrite(ActionContext context, IReadOnlyList<EnteredProduct> made) : StateWrite
{
    public override void Apply(IStateTransaction transaction)
    {
        var now = context.Services.Time.GetUtcNow();
        context.DescribeConfiguration(transaction);
        foreach (var each in made)
            transaction.AddProduct(context.ProductOf(each.Message, each.Path, 0, each.Length, now) with { Part = each.Part });
    }

    public override void Completed(StateException? failure)
    {
        if (failure is not null)
            return; // the flow stops, and what is not settled comes again
        context.Store.Describe(context.Configuration);
        foreach (var each in made)
            each.Message.Settle(Outcome.Delivered);
    }
}
