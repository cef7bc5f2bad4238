using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// Brings a filter into a bounded disjunction of conjuncts, one of which holds whenever the filter is true. What has
/// no index form, or would make too many conjuncts, is left to the evaluation.
/// </summary>
internal static class AccessTerms
{
    private const int MaximumConjuncts = 64;

    /// <summary>No conjunct at all: the filter is never true.</summary>
    public static List<Conjunct> Of(Filter filter) => filter switch
    {
        Constant constant => constant.Value ? [Conjunct.Always] : [],
        And and => OfAnd(and),
        Or or => OfOr(or),
        Not { Item: Not inner } => Of(inner.Item),
        EcCodesCondition condition => Of(condition.Item),
        TypedMatch match => OfTyped(match),
        In { Operand: Property property } @in => OfValues(property.Key, ColumnKind.Loose, @in.Values, isWhole: true),
        Comparison comparison => OfComparison(comparison),
        Between between => OfBetween(between),
        Like { Operand: Property property, Pattern.Prefix: { Length: > 0 } prefix } => [Conjunct.Of(RangeTerm.OfPrefix(property.Key, prefix))],
        NumericComparison comparison => OfNumeric(comparison),
        TextComparison { IsNot: false, Left.Key: { } key, Right.Text: { } text } => OfValues(key, ColumnKind.Text, [text], isWhole: true),
        TextComparison { IsNot: false, Right.Key: { } key, Left.Text: { } text } => OfValues(key, ColumnKind.Text, [text], isWhole: true),
        _ => [Conjunct.OfResidual(filter)],
    };

    private static List<Conjunct> OfAnd(And and)
    {
        List<Conjunct> product = [Conjunct.Always];
        foreach (var item in and.Items)
        {
            var factors = Of(item);
            if (product.Count * factors.Count > MaximumConjuncts)
                factors = [Conjunct.OfResidual(item)];
            product = [.. from left in product from right in factors select left.With(right)];
        }

        return product;
    }

    private static List<Conjunct> OfOr(Or or)
    {
        List<Conjunct> sum = [];
        foreach (var item in or.Items)
            sum.AddRange(Of(item));
        if (IsOneColumn(sum))
            return [Conjunct.Of(sum[0].Equalities[0] with { Values = [.. sum.SelectMany(static conjunct => conjunct.Equalities[0].Values)] }, isWhole: true)];
        if (sum.Count > MaximumConjuncts)
            return [Conjunct.OfResidual(or)];

        // Beside a clause that can fail, a clause that holds does not make the whole true.
        var canFail = Failures.AreIn(or);
        return sum.ConvertAll(conjunct => canFail && conjunct.IsWhole ? conjunct with { IsWhole = false } : conjunct);
    }

    // Alternatives over one column: when the key is absent all fail alike, else none does.
    private static bool IsOneColumn(List<Conjunct> sum)
    {
        if (sum.Count < 2 || sum[0].Equalities.Length != 1)
            return false;
        var first = sum[0].Equalities[0];
        return first.Kind is ColumnKind.Loose or ColumnKind.Number or ColumnKind.Text && sum.TrueForAll(conjunct =>
            conjunct.IsWhole && conjunct.Equalities.Length == 1 && conjunct.Equalities[0].Key == first.Key && conjunct.Equalities[0].Kind == first.Kind);
    }

    private static List<Conjunct> OfTyped(TypedMatch match)
    {
        var isWhole = true;
        foreach (var value in match.Values)
            isWhole &= match.StrictReals || value.Type is not (MetadataType.Double or MetadataType.Float32);
        return OfValues(match.Key, match.StrictReals ? ColumnKind.TypedStrict : ColumnKind.Typed, match.Values, isWhole);
    }

    private static List<Conjunct> OfValues(MetadataKey key, ColumnKind kind, ReadOnlySpan<MetadataValue> values, bool isWhole)
    {
        // NaN equals nothing, so it is not looked up.
        var comparable = new MetadataValue[values.Length];
        var count = 0;
        foreach (ref readonly var value in values)
        {
            if (!value.TryGetNumber(out var number) || !double.IsNaN(number))
                comparable[count++] = value;
        }

        if (count < comparable.Length)
            Array.Resize(ref comparable, count);
        return count == 0 ? [] : [Conjunct.Of(new EqualityTerm(key, kind, comparable), isWhole)];
    }

    private static List<Conjunct> OfComparison(Comparison comparison)
    {
        var (property, literal, op) = (comparison.Left as Property, comparison.Right as Literal, comparison.Operator);
        if (property is null)
            (property, literal, op) = (comparison.Right as Property, comparison.Left as Literal, Comparing.Mirror(op));
        if (property is null || literal is null || op == ComparisonOperator.NotEqual)
            return [Conjunct.OfResidual(comparison)];
        if (op == ComparisonOperator.Equal && !literal.IsDate)
            return OfValues(property.Key, ColumnKind.Loose, [literal.Value], isWhole: true);
        var low = op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual ? null : literal;
        var high = op is ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual ? null : literal;
        return OfRange(property.Key, low, high, comparison);
    }

    private static List<Conjunct> OfBetween(Between between) =>
        between is { Operand: Property property, Low: Literal low, High: Literal high }
            ? OfRange(property.Key, low, high, between)
            : [Conjunct.OfResidual(between)];

    private static List<Conjunct> OfNumeric(NumericComparison comparison)
    {
        var (key, number, op) = (comparison.Left.Key, comparison.Right.Number, comparison.Operator);
        if (key is null)
            (key, number, op) = (comparison.Right.Key, comparison.Left.Number, Comparing.Mirror(op));
        if (key is null || op == ComparisonOperator.NotEqual || (comparison.Left.Key is not null && comparison.Right.Key is not null))
            return [Conjunct.OfResidual(comparison)];
        if (op == ComparisonOperator.Equal)
            return OfValues(key, ColumnKind.Number, [number], isWhole: true);
        return op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual
            ? [Conjunct.Of(new RangeTerm(key, ColumnKind.EcCodesAxis, double.NegativeInfinity, number))]
            : [Conjunct.Of(new RangeTerm(key, ColumnKind.EcCodesAxis, number, double.PositiveInfinity))];
    }

    private static List<Conjunct> OfRange(MetadataKey key, Literal? low, Literal? high, Filter clause)
    {
        var kind = (low ?? high)!.Value.Type == MetadataType.Timestamp ? ColumnKind.TimeAxis : ColumnKind.NumberAxis;
        var (from, to) = (double.NegativeInfinity, double.PositiveInfinity);
        if ((low is not null && !Column.TryPlace(kind, low.Value, out from)) || (high is not null && !Column.TryPlace(kind, high.Value, out to)))
            return [Conjunct.OfResidual(clause)];
        if (high is { IsDate: true })
            to += TimeSpan.TicksPerDay;
        return [Conjunct.Of(new RangeTerm(key, kind, from, to))];
    }
}
