using System.Globalization;
using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>Sorts the conjuncts of all plans into groups and buckets.</summary>
/// <remarks>
/// Every start passes here twice, so what it keeps are classes: collections over value types of ours have no code that is
/// compiled ahead of time.
/// </remarks>
internal sealed class RouterBuilder(RoutedPlan[] plans)
{
    private const int MaximumProduct = 256;
    private const int LongestList = 4_096;
    private const int MaximumGroups = 64;

    private readonly Dictionary<MetadataKey, KeyDraft> _keys = [];
    private readonly Dictionary<GroupKey, GroupDraft> _groups = [];
    private readonly List<int> _everyTime = [];
    private readonly List<UnindexedPlan> _unindexed = [];
    private int _columnCount;

    public Router Build()
    {
        for (var plan = 0; plan < plans.Length; plan++)
            Add(plan, plans[plan].Filter);
        KeyColumns[] keys = [.. _keys.Values.Select(static key => key.Build())];
        return new Router(plans, keys, _columnCount, [.. _groups.Values.Select(static group => group.Build())], [.. _everyTime], _unindexed);
    }

    private void Add(int plan, Filter? filter)
    {
        var conjuncts = filter is null ? [Conjunct.Always] : AccessTerms.Of(filter);
        if (conjuncts.Exists(static conjunct => conjunct is { IsWhole: true, Equalities.Length: 0, Ranges.Length: 0 }))
        {
            _everyTime.Add(Entry.Matched(plan));
            return;
        }

        var placements = conjuncts.ConvertAll(Place);
        var obstacle = placements.FindIndex(static placement => placement is null);
        if (obstacle >= 0)
        {
            _everyTime.Add(Entry.Evaluated(plan));
            _unindexed.Add(new(plans[plan].Plan, conjuncts[obstacle].Residual ?? filter!, Reason(conjuncts[obstacle], filter!)));
            return;
        }

        foreach (var placement in placements)
            placement!.Group.Add(placement.Terms, placement.Range, placement.IsProof ? Entry.Matched(plan) : Entry.Evaluated(plan));
        AddGuards(plan, filter!);
    }

    private static string Reason(Conjunct conjunct, Filter filter) => conjunct.Equalities.Length > 0
        ? string.Create(CultureInfo.InvariantCulture, $"the list of values for '{conjunct.Equalities[0].Key}' is longer than {LongestList}")
        : $"\"{conjunct.Residual ?? filter}\" asks for no value, list or range of a key that could be looked up, and nothing is joined to it by 'and' that does";

    private void AddGuards(int plan, Filter filter)
    {
        List<TypedMatch> enforcing = [];
        Failures.Collect(filter, enforcing);
        foreach (var match in enforcing)
            DraftOf(match.Key).Insist(plan, match);
    }

    // Chooses the terms by which a conjunct is found; null: it has none that will do.
    private Placement? Place(Conjunct conjunct)
    {
        EqualityTerm[] shortestFirst = [.. conjunct.Equalities];
        Array.Sort(shortestFirst, static (left, right) => left.Values.Length != right.Values.Length ? left.Values.Length.CompareTo(right.Values.Length) : InOrderOfColumns(left, right));
        var chosen = new List<EqualityTerm>();
        var product = 1L;
        foreach (var term in shortestFirst)
        {
            var fits = chosen.Count == 0 ? term.Values.Length <= LongestList : product * term.Values.Length <= MaximumProduct;
            if (!fits || chosen.Count == Group.MaximumColumns || ColumnOf(term.Key, term.Kind).Count + term.Values.Length > Column.MaximumValues)
                continue;
            product *= term.Values.Length;
            chosen.Add(term);
        }

        if (chosen.Count == 0 && conjunct.Ranges.Length == 0)
            return null;
        chosen.Sort(InOrderOfColumns);
        if (_groups.Count >= MaximumGroups && !_groups.ContainsKey(KeyOf(chosen)) && chosen.Count > 1)
            chosen = [chosen.MinBy(static term => term.Values.Length)!];
        var isProof = conjunct.IsWhole && conjunct.Ranges.Length == 0 && chosen.Count == conjunct.Equalities.Length;
        return new(GroupOf(KeyOf(chosen), chosen), [.. chosen.Select(NumbersOf)], Narrowest(conjunct.Ranges), isProof);
    }

    private int[] NumbersOf(EqualityTerm term)
    {
        var column = ColumnOf(term.Key, term.Kind);
        var numbers = new List<int>(term.Values.Length);
        foreach (var value in term.Values)
        {
            var number = column.Add(value);
            if (!numbers.Contains(number))
                numbers.Add(number);
        }

        return [.. numbers];
    }

    private static RangeTerm? Narrowest(RangeTerm[] ranges)
    {
        RangeTerm? best = null;
        foreach (var range in ranges)
        {
            if (best is null || range.Width < best.Width)
                best = range;
        }

        return best;
    }

    private static int InOrderOfColumns(EqualityTerm left, EqualityTerm right) =>
        left.Key != right.Key ? left.Key.CompareTo(right.Key) : ((int)left.Kind).CompareTo((int)right.Kind);

    private GroupKey KeyOf(List<EqualityTerm> chosen)
    {
        var key = new GroupKey(0, 0, 0, 0);
        foreach (var term in chosen)
            key = key.With(ColumnOf(term.Key, term.Kind).Index);
        return key;
    }

    private KeyDraft DraftOf(MetadataKey key)
    {
        if (!_keys.TryGetValue(key, out var draft))
            _keys.Add(key, draft = new KeyDraft(key));
        return draft;
    }

    private Column ColumnOf(MetadataKey key, ColumnKind kind)
    {
        var draft = DraftOf(key);
        var column = draft.Find(kind);
        if (column is null)
            draft.Add(column = new Column(_columnCount++, kind));
        return column;
    }

    private GroupDraft GroupOf(GroupKey key, List<EqualityTerm> chosen)
    {
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new GroupDraft(IndicesOf(chosen), range => ColumnOf(range.Key, range.Kind)));
        return group;
    }

    private int[] IndicesOf(List<EqualityTerm> chosen)
    {
        var indices = new int[chosen.Count];
        for (var i = 0; i < indices.Length; i++)
            indices[i] = ColumnOf(chosen[i].Key, chosen[i].Kind).Index;
        return indices;
    }

    private sealed record Placement(GroupDraft Group, int[][] Terms, RangeTerm? Range, bool IsProof);

    // Up to four column indices, counted from one; zero stands for none.
    private sealed record GroupKey(int First, int Second, int Third, int Fourth)
    {
        public GroupKey With(int column) => new(column + 1, First, Second, Third);
    }
}
