using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>ecCodes' <c>== != &lt; &lt;= &gt; &gt;=</c>: both sides as numbers. An absent key aborts the condition.</summary>
public sealed class NumericComparison(EcCodesValue left, ComparisonOperator op, EcCodesValue right, FilterSource source = default) : Leaf(source)
{
    public EcCodesValue Left { get; } = left;

    public ComparisonOperator Operator { get; } = op;

    public EcCodesValue Right { get; } = right;

    public override Truth Evaluate(Metadata metadata)
    {
        if (!Left.TryGetNumber(metadata, out var left) || !Right.TryGetNumber(metadata, out var right))
            return Truth.Abort;
        return Comparing.Holds(Operator, Comparing.Numbers(left, right)) ? Truth.True : Truth.False;
    }

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
        if (Left.Key is not null)
            keys.Add(Left.Key);
        if (Right.Key is not null)
            keys.Add(Right.Key);
    }

    internal override void Print(StringBuilder text)
    {
        Left.Print(text);
        text.Append(' ').Append(Comparing.Text(Operator, "==", "!=")).Append(' ');
        Right.Print(text);
    }

    private protected override void PrintFound(StringBuilder text, MetadataKey key, Metadata metadata)
    {
        text.Append(key.Name).Append(" is ");
        if (EcCodesValue.OfKey(key).TryGetNumber(metadata, out var number))
            text.Append(number.ToString("R", CultureInfo.InvariantCulture));
        else
            text.Append("absent");
    }
}
