using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>CQL2's <c>x BETWEEN low AND high</c>, bounds included.</summary>
public sealed class Between(Expression operand, Expression low, Expression high, FilterSource source = default) : Leaf(source)
{
    private readonly bool _lowByDay = operand is Literal { IsDate: true } || low is Literal { IsDate: true };
    private readonly bool _highByDay = operand is Literal { IsDate: true } || high is Literal { IsDate: true };

    public Expression Operand { get; } = operand;

    public Expression Low { get; } = low;

    public Expression High { get; } = high;

    public override Truth Evaluate(Metadata metadata)
    {
        if (!Operand.TryEvaluate(metadata, out var value))
            return Truth.Unknown;
        var above = Low.TryEvaluate(metadata, out var low)
            ? Comparing.Judge(ComparisonOperator.GreaterOrEqual, Comparing.Compare(value, low, _lowByDay))
            : Truth.Unknown;
        if (above == Truth.False)
            return Truth.False;
        var below = High.TryEvaluate(metadata, out var high)
            ? Comparing.Judge(ComparisonOperator.LessOrEqual, Comparing.Compare(value, high, _highByDay))
            : Truth.Unknown;
        return below == Truth.True ? above : below;
    }

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
        Operand.CollectKeys(keys);
        Low.CollectKeys(keys);
        High.CollectKeys(keys);
    }

    internal override void Print(StringBuilder text)
    {
        Operand.Print(text);
        text.Append(" between ");
        Low.Print(text);
        text.Append(" and ");
        High.Print(text);
    }
}
