using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Core.Filters;

/// <summary>
/// Rewrites a filter with the leaves of one notation. The new tree is true exactly when the old one is, absent keys
/// included: it is built from the question "when is this clause true, and when is it false?", as the answers to the
/// two differ by more than a <c>not</c> as soon as a third answer is possible.
/// </summary>
internal abstract class Translating
{
    private const int MaximumClauses = 50_000;

    private readonly SortedSet<string> _notes = new(StringComparer.Ordinal);
    private int _clauses;

    public IReadOnlyList<string> Notes => [.. _notes];

    /// <summary>Whether leaves guard against absent keys, so that the result is never anything but true or false.</summary>
    protected bool IsTotal { get; set; }

    /// <summary>The clause that is true exactly when the given one is true, or false.</summary>
    public Filter Rewrite(Filter filter, bool when)
    {
        // Alternatives repeat what came before them, so a deep filter could grow without end.
        if (++_clauses > MaximumClauses)
            throw new TranslationException(filter, string.Create(CultureInfo.InvariantCulture, $"the result would have more than {MaximumClauses} clauses"));
        return RewriteKind(filter, when);
    }

    private Filter RewriteKind(Filter filter, bool when) => filter switch
    {
        Constant constant => RewriteConstant(constant.Value == when),
        NumericComparison { Left.Key: null, Right.Key: null } or TextComparison { Left.Key: null, Right.Key: null } =>
            RewriteConstant(filter.Matches(Metadata.Empty) == when),
        Not not => Rewrite(not.Item, !when),
        EcCodesCondition condition => RewriteCondition(condition, when),
        And and => RewriteJunction(and.Items, isAnd: true, when, InOrder(filter)),
        Or or => RewriteJunction(or.Items, isAnd: false, when, InOrder(filter)),
        Between between => RewriteBetween(between, when),
        _ => RewriteLeaf(filter, when),
    };

    /// <summary>Whether some leaf satisfies a condition.</summary>
    public static bool Has(Filter filter, Func<Filter, bool> condition) => filter switch
    {
        Not not => Has(not.Item, condition),
        EcCodesCondition item => Has(item.Item, condition),
        Junction junction => junction.Items.ToArray().Any(part => Has(part, condition)),
        _ => condition(filter),
    };

    protected void Note(string text) => _notes.Add(text);

    /// <summary>The leaf that is true exactly when the test is, or is false.</summary>
    protected abstract Filter RewriteTest(KeyTest test, bool when);

    /// <summary>Leaves that have no form as <see cref="KeyTest"/>.</summary>
    protected virtual Filter RewriteOther(Filter leaf, bool when) =>
        throw new TranslationException(leaf, $"\"{leaf}\" has no counterpart there");

    protected virtual Filter RewriteConstant(bool value) => new Constant(value);

    private Filter RewriteLeaf(Filter leaf, bool when) =>
        KeyTest.Of(leaf) is { } test ? RewriteTest(test, when) : RewriteOther(leaf, when);

    // The condition is false when its item is, and also when its item aborts: whenever the item is not true.
    private Filter RewriteCondition(EcCodesCondition condition, bool when)
    {
        if (when)
            return Rewrite(condition.Item, true);
        var outer = IsTotal;
        IsTotal = true;
        var item = Rewrite(condition.Item, true);
        IsTotal = outer;
        return new Not(item);
    }

    private Filter RewriteJunction(ReadOnlySpan<Filter> items, bool isAnd, bool when, bool inOrder)
    {
        var parts = new List<Filter>(items.Length);
        if (isAnd == when)
        {
            foreach (var item in items)
                parts.Add(Rewrite(item, when));
            return Join(parts, isAnd: true);
        }

        // One item decides. Where an earlier one can abort, it must have come out undecided first.
        for (var i = 0; i < items.Length; i++)
        {
            var deciding = Rewrite(items[i], when);
            List<Filter> before = [];
            for (var j = 0; inOrder && j < i; j++)
            {
                if (!Covers(items[i], items[j]))
                    before.Add(Rewrite(items[j], !when));
            }

            parts.Add(before.Count == 0 ? deciding : Join([.. before, deciding], isAnd: true));
        }

        return Join(parts, isAnd: false);
    }

    private Filter RewriteBetween(Between between, bool when) => Rewrite(
        new And(
        [
            new Comparison(between.Operand, ComparisonOperator.GreaterOrEqual, between.Low, between.Source),
            new Comparison(between.Operand, ComparisonOperator.LessOrEqual, between.High, between.Source),
        ]),
        when);

    private static Filter Join(List<Filter> parts, bool isAnd) => parts.Count == 1 ? parts[0] : isAnd ? new And([.. parts]) : new Or([.. parts]);

    // A leaf that came to an answer had all its keys, so an earlier leaf over the same keys did not abort.
    private static bool Covers(Filter leaf, Filter earlier)
    {
        if (leaf is not (NumericComparison or TextComparison))
            return false;
        var keys = new HashSet<MetadataKey>();
        leaf.CollectKeys(keys);
        var others = new HashSet<MetadataKey>();
        earlier.CollectKeys(others);
        return others.IsSubsetOf(keys);
    }

    // What can abort does so only within its condition.
    private static bool InOrder(Filter filter) => filter switch
    {
        EcCodesCondition => false,
        Not not => InOrder(not.Item),
        Junction junction => junction.Items.ToArray().Any(InOrder),
        _ => filter is NumericComparison or TextComparison,
    };
}
