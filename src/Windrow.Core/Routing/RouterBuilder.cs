using System.Globalization;
using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>Sorts the conjuncts of all plans into groups and buckets.</summary>
internal sealed class RouterBuilder(RoutedPlan[] plans)
{
    private const int MaximumProduct = 256;
    private const int LongestList = 4_096;
    private const int MaximumGroups = 64;

    private readonly Dictionary<(MetadataKey Key, ColumnKind Kind), Column> _columns = [];
    private readonly Dictionary<GroupKey, GroupDraft> _groups = [];
    private readonly Dictionary<(MetadataKey Key, MetadataType Type, TypedEquality Equality), (MetadataValue Sample, List<int> Plans)> _guards = [];
    private readonly List<int> _everyTime = [];
    private readonly List<UnindexedPlan> _unindexed = [];

    public Router Build()
    {
        for (var plan = 0; plan < plans.Length; plan++)
            Add(plan, plans[plan].Filter);
        var guards = _guards.ToLookup(
            static guard => guard.Key.Key,
            static guard => new TypeGuard(guard.Value.Sample, guard.Key.Equality, [.. guard.Value.Plans]));
        var columns = _columns.ToLookup(static column => column.Key.Key, static column => column.Value);
        KeyColumns[] keys = [.. columns.Select(static key => key.Key).Union(guards.Select(static guard => guard.Key))
            .Select(key => new KeyColumns(key, [.. columns[key]], [.. guards[key]]))];
        return new Router(plans, keys, _columns.Count, [.. _groups.Values.Select(static group => group.Build())], [.. _everyTime], _unindexed);
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
            placement!.Value.Group.Add(placement.Value.Terms, placement.Value.Range, placement.Value.IsProof ? Entry.Matched(plan) : Entry.Evaluated(plan));
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
        {
            var key = (match.Key, match.Values[0].Type, match.Equality);
            if (!_guards.TryGetValue(key, out var guard))
                _guards.Add(key, guard = (match.Values[0], []));
            if (guard.Plans.Count == 0 || guard.Plans[^1] != plan)
                guard.Plans.Add(plan);
        }
    }

    // Chooses the terms by which a conjunct is found; null: it has none that will do.
    private (GroupDraft Group, int[][] Terms, RangeTerm? Range, bool IsProof)? Place(Conjunct conjunct)
    {
        var chosen = new List<EqualityTerm>();
        var product = 1L;
        foreach (var term in conjunct.Equalities.OrderBy(static term => term.Values.Length).ThenBy(static term => term.Key))
        {
            var fits = chosen.Count == 0 ? term.Values.Length <= LongestList : product * term.Values.Length <= MaximumProduct;
            if (!fits || chosen.Count == Group.MaximumColumns || ColumnOf(term.Key, term.Kind).Count + term.Values.Length > Column.MaximumValues)
                continue;
            product *= term.Values.Length;
            chosen.Add(term);
        }

        if (chosen.Count == 0 && conjunct.Ranges.Length == 0)
            return null;
        chosen.Sort(static (left, right) => ColumnOrder(left).CompareTo(ColumnOrder(right)));
        if (_groups.Count >= MaximumGroups && !_groups.ContainsKey(KeyOf(chosen)) && chosen.Count > 1)
            chosen = [chosen.MinBy(static term => term.Values.Length)!];
        var isProof = conjunct.IsWhole && conjunct.Ranges.Length == 0 && chosen.Count == conjunct.Equalities.Length;
        int[][] terms = [.. chosen.Select(term => Array.ConvertAll(term.Values, value => ColumnOf(term.Key, term.Kind).Add(value)).Distinct().ToArray())];
        return (GroupOf(KeyOf(chosen), chosen), terms, Narrowest(conjunct.Ranges), isProof);
    }

    private static RangeTerm? Narrowest(RangeTerm[] ranges)
    {
        RangeTerm? best = null;
        foreach (var range in ranges)
        {
            if (best is null || range.High - range.Low < best.High - best.Low)
                best = range;
        }

        return best;
    }

    private static (string Name, ColumnKind Kind) ColumnOrder(EqualityTerm term) => (term.Key.Name, term.Kind);

    private GroupKey KeyOf(List<EqualityTerm> chosen)
    {
        var key = new GroupKey();
        foreach (var term in chosen)
            key = key.With(ColumnOf(term.Key, term.Kind).Index);
        return key;
    }

    private Column ColumnOf(MetadataKey key, ColumnKind kind)
    {
        if (!_columns.TryGetValue((key, kind), out var column))
            _columns.Add((key, kind), column = new Column(_columns.Count, kind));
        return column;
    }

    private GroupDraft GroupOf(GroupKey key, List<EqualityTerm> chosen)
    {
        if (!_groups.TryGetValue(key, out var group))
            _groups.Add(key, group = new GroupDraft([.. chosen.Select(term => ColumnOf(term.Key, term.Kind).Index)], range => ColumnOf(range.Key, range.Kind).Index));
        return group;
    }

    // Up to four column indices, one above the other; zero stands for none.
    private readonly record struct GroupKey(UInt128 Columns)
    {
        public GroupKey With(int column) => new((Columns << 32) | (uint)(column + 1));
    }
}
