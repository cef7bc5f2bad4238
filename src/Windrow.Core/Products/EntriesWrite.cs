using Windrow.Core.Deliveries;
using Windrow.Core.Plans;
using Windrow.Core.State;

namespace Windrow.Core.Products;

/// <summary>Enters what has a name of its own, and settles its messages when that is durable.</summary>
/// <param name="delivers">Whether the messages are settled by this.</param>
internal sealed class EntriesWrite(ActionContext context, IReadOnlyList<EnteredProduct> made, bool delivers) : StateWrite
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
        if (!delivers)
            return;
        for (var i = 0; i < made.Count; i++)
        {
            if (i == made.Count - 1 || !ReferenceEquals(made[i].Message, made[i + 1].Message))
                made[i].Message.Settle(Outcome.Delivered);
        }
    }
}
