using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>Two expressions compared as CQL2 does. Absent values and types that do not compare make it unknown.</summary>
public sealed class Comparison(Expression left, ComparisonOperator op, Expression right, FilterSource source = default) : Leaf(source)
{
    private readonly bool _byDay = left is Literal { IsDate: true } || right is Literal { IsDate: true };

    public Expression Left { get; } = left;

    public ComparisonOperator Operator { get; } = op;

    public Expression Right { get; } = right;

    /// <summary>Times are compared by their days, as one side is a date.</summary>
    internal bool ByDay => _byDay;

    public override Truth Evaluate(Metadata metadata) =>
        Left.TryEvaluate(metadata, out var left) && Right.TryEvaluate(metadata, out var right)
            ? Comparing.Judge(Operator, Comparing.Compare(left, right, _byDay))
            : Truth.Unknown;

    public override void CollectKeys(ISet<MetadataKey> keys)
    {
        Left.CollectKeys(keys);
        Right.CollectKeys(keys);
    }

    internal override void Print(StringBuilder text)
    {
        Left.Print(text);
        text.Append(' ').Append(Comparing.Text(Operator, "=", "<>")).Append(' ');
        Right.Print(text);
    }

    // Of a long list its length tells more than its beginning.
    private protected override void PrintFound(StringBuilder text, MetadataKey key, Metadata metadata)
    {
        if ((Left as Count ?? Right as Count) is { } count && count.List == key && count.TryEvaluate(metadata, out var found))
            text.Append(count.ToString()).Append(" is ").Append(found);
        else
            base.PrintFound(text, key, metadata);
    }

    private protected override void PrintAdvice(StringBuilder text, Metadata metadata, Truth truth)
    {
        if (truth == Truth.Unknown && Left.TryEvaluate(metadata, out var left) && Right.TryEvaluate(metadata, out var right))
            text.Append(" (a ").Append(Describe(left)).Append(" and a ").Append(Describe(right)).Append(" do not compare)");
    }

    private static string Describe(MetadataValue value) => value.Type.ToString().ToLowerInvariant();
}
