using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>True when the item is false and the reverse; what is neither stays what it is.</summary>
public sealed class Not(Filter item, FilterSource source = default) : Filter(source, item.Depth + 1)
{
    public Filter Item { get; } = item;

    internal override int Binding => 3;

    public override Truth Evaluate(Metadata metadata) => Invert(Item.Evaluate(metadata));

    public override Explanation Explain(Metadata metadata)
    {
        var inner = Item.Explain(metadata);
        return new(Invert(inner.Truth), this, inner.Text, [inner]);
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => Item.CollectKeys(keys);

    internal override void Print(StringBuilder text)
    {
        text.Append("not ");
        PrintWithin(text, Item, Binding - 1);
    }

    private static Truth Invert(Truth truth) => truth switch
    {
        Truth.True => Truth.False,
        Truth.False => Truth.True,
        _ => truth,
    };
}
