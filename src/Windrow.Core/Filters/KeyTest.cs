using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>What most leaves come down to: a key compared with constants.</summary>
/// <param name="Leaf">Where it comes from.</param>
/// <param name="Operator">For <see cref="ComparisonOperator.Equal"/> and its opposite there may be several values; null asks whether the key is there.</param>
internal sealed record KeyTest(Filter Leaf, MetadataKey Key, ComparisonOperator? Operator, MetadataValue[] Values)
{
    /// <summary>multio answers false where others have no answer.</summary>
    public bool AbsentIsFalse => Leaf is TypedMatch;

    /// <summary>Null: the leaf is of another kind.</summary>
    public static KeyTest? Of(Filter leaf) => leaf switch
    {
        TypedMatch match => new(leaf, match.Key, ComparisonOperator.Equal, match.Values.ToArray()),
        In { Operand: Property property } @in => new(leaf, property.Key, ComparisonOperator.Equal, @in.Values.ToArray()),
        Comparison { Left: Property property, Right: Literal { IsDate: false } literal } comparison => new(leaf, property.Key, comparison.Operator, [literal.Value]),
        Comparison { Left: Literal { IsDate: false } literal, Right: Property property } comparison => new(leaf, property.Key, Comparing.Mirror(comparison.Operator), [literal.Value]),
        NumericComparison { Left.Key: { } key, Right.Key: null } comparison => new(leaf, key, comparison.Operator, [Number(comparison.Right.Number)]),
        NumericComparison { Right.Key: { } key, Left.Key: null } comparison => new(leaf, key, Comparing.Mirror(comparison.Operator), [Number(comparison.Left.Number)]),
        TextComparison { Left.Key: { } key, Right.Text: { } text } comparison => new(leaf, key, comparison.IsNot ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, [text]),
        TextComparison { Right.Key: { } key, Left.Text: { } text } comparison => new(leaf, key, comparison.IsNot ? ComparisonOperator.NotEqual : ComparisonOperator.Equal, [text]),
        Defined defined => new(leaf, defined.Key, null, []),
        _ => null,
    };

    /// <summary>The operator that holds exactly when the test does not, for numbers that are numbers.</summary>
    public static ComparisonOperator Opposite(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        _ => ComparisonOperator.Less,
    };

    private static MetadataValue Number(double number) =>
        number == Math.Floor(number) && Math.Abs(number) < 1e15 ? MetadataValue.Of((long)number) : number;
}
