using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>True when the expression has no value. Never unknown: CQL2's <c>x IS NULL</c>, ecCodes' <c>not defined(x)</c>.</summary>
public sealed class IsNull(Expression operand, FilterSource source = default) : Leaf(source)
{
    public Expression Operand { get; } = operand;

    public override Truth Evaluate(Metadata metadata) => Operand.TryEvaluate(metadata, out _) ? Truth.False : Truth.True;

    public override void CollectKeys(ISet<MetadataKey> keys) => Operand.CollectKeys(keys);

    internal override void Print(StringBuilder text)
    {
        Operand.Print(text);
        text.Append(" is null");
    }
}
