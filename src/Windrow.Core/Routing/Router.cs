using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// Finds the plans that want a message without asking every plan: the cost grows with the plans that want it, not with
/// the plans that exist. The answer is that of evaluating every filter one by one. Immutable, safe for several threads,
/// each with its own <see cref="MatchSet"/>.
/// </summary>
/// <remarks>
/// Every filter is brought into alternatives of the form "these keys have these values, this key lies in this range".
/// Alternatives over the same keys share a table from values to plans; ranges are found in an interval index; what the
/// table does not prove is evaluated. Values of different views of a key (typed, by number, as ecCodes text) are apart.
/// </remarks>
public sealed class Router
{
    private readonly RoutedPlan[] _plans;
    private readonly KeyColumns[] _keys;
    private readonly Group[] _groups;
    private readonly int[] _everyTime;

    internal Router(RoutedPlan[] plans, KeyColumns[] keys, int columnCount, Group[] groups, int[] everyTime, IReadOnlyList<UnindexedPlan> unindexed)
    {
        _plans = plans;
        _keys = keys;
        _groups = groups;
        _everyTime = everyTime;
        ColumnCount = columnCount;
        Unindexed = unindexed;
    }

    /// <summary>How many plans there are.</summary>
    public int Count => _plans.Length;

    /// <summary>The plans whose filters are evaluated for every message, with the reason.</summary>
    public IReadOnlyList<UnindexedPlan> Unindexed { get; }

    internal int ColumnCount { get; }

    /// <param name="plans">Plans in the order in which matches are to be listed.</param>
    public static Router Build(IEnumerable<RoutedPlan> plans) => new RouterBuilder([.. plans]).Build();

    /// <summary>Looks up which plans want a message.</summary>
    /// <param name="metadata">The message's metadata as it arrived.</param>
    /// <param name="set">Takes the answer; it holds until the set is used again.</param>
    public void Match(Metadata metadata, MatchSet set)
    {
        set.Begin(this, metadata);
        var views = metadata.Tail as IMultiViewTail;
        foreach (var key in _keys)
            key.Read(metadata, views, set);
        foreach (var group in _groups)
            group.Find(set);
        foreach (var entry in _everyTime)
            set.Hit(entry);
        set.End();
    }

    internal Filter? FilterAt(int position) => _plans[position].Filter;

    internal int NumberAt(int position) => _plans[position].Plan;
}
