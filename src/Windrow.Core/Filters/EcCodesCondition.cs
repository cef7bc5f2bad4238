using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// The whole of one ecCodes condition, as <c>grib_filter</c> judges it: an absent key that is come across makes all of
/// it false, even below a <c>not</c> or beside an <c>or</c>.
/// </summary>
public sealed class EcCodesCondition(Filter item, FilterSource source = default) : Filter(source, item.Depth + 1)
{
    public Filter Item { get; } = item;

    internal override int Binding => Item.Binding;

    public override Truth Evaluate(Metadata metadata)
    {
        var truth = Item.Evaluate(metadata);
        return truth == Truth.Abort ? Truth.False : truth;
    }

    public override Explanation Explain(Metadata metadata)
    {
        var inner = Item.Explain(metadata);
        return inner.Truth == Truth.Abort
            ? new(Truth.False, this, $"{inner.Text}, which makes the whole condition false", [inner])
            : new(inner.Truth, this, inner.Text, [inner]);
    }

    public override void CollectKeys(ISet<MetadataKey> keys) => Item.CollectKeys(keys);

    internal override void Print(StringBuilder text) => Item.Print(text);
}
