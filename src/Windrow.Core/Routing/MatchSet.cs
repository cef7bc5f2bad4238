using Windrow.Core.Filters;
using Windrow.Core.Messages;

namespace Windrow.Core.Routing;

/// <summary>
/// The answer to one look-up, and the memory for it. For one thread; made once and used again for every message, which
/// then allocates nothing.
/// </summary>
public sealed class MatchSet
{
    private const int SortLimit = 64;

    private Router? _router;
    private Metadata _metadata = Metadata.Empty;
    private uint[] _seen = [];
    private uint _round;
    private int[] _matched = [];
    private int _matchedCount;
    private int[] _failed = [];
    private int _failedCount;

    /// <summary>The plans that want the message, in the order in which the router was given them.</summary>
    public ReadOnlySpan<int> Plans => _matched.AsSpan(0, _matchedCount);

    /// <summary>The plans whose filter answers with an error, in the same order; their filter explains it.</summary>
    public ReadOnlySpan<int> Errors => _failed.AsSpan(0, _failedCount);

    /// <summary>Per column, the number of the message's value.</summary>
    internal ushort[] Numbers { get; private set; } = [];

    /// <summary>Per column, the place of the message's value; NaN when it has none.</summary>
    internal double[] Places { get; private set; } = [];

    internal void Begin(Router router, Metadata metadata)
    {
        if (!ReferenceEquals(router, _router))
        {
            _router = router;
            Numbers = new ushort[router.ColumnCount];
            Places = new double[router.ColumnCount];
            _seen = new uint[router.Count];
            _matched = new int[router.Count];
            _failed = new int[router.Count];
            _round = 0;
        }

        if (_round == uint.MaxValue)
        {
            Array.Clear(_seen);
            _round = 0;
        }

        _round++;
        _metadata = metadata;
        _matchedCount = 0;
        _failedCount = 0;
    }

    internal void SetAbsent(Column column)
    {
        if (column.IsAxis)
            Places[column.Index] = double.NaN;
        else
            Numbers[column.Index] = 0;
    }

    /// <summary>Takes a plan that was found, unless it was before.</summary>
    internal void Hit(int entry)
    {
        var plan = Entry.Plan(entry);
        if (_seen[plan] == _round)
            return;
        _seen[plan] = _round;
        var truth = Entry.NeedsEvaluation(entry) ? _router!.FilterAt(plan)!.Evaluate(_metadata) : Truth.True;
        if (truth == Truth.True)
            _matched[_matchedCount++] = plan;
        else if (truth == Truth.Error)
            _failed[_failedCount++] = plan;
    }

    internal void End()
    {
        Finish(_matched.AsSpan(0, _matchedCount));
        Finish(_failed.AsSpan(0, _failedCount));
        _metadata = Metadata.Empty;
    }

    // Few plans want a message as a rule, and most often they are found in order.
    private void Finish(Span<int> plans)
    {
        if (plans.Length > SortLimit)
            plans.Sort();
        else
            InsertionSort(plans);
        foreach (ref var plan in plans)
            plan = _router!.NumberAt(plan);
    }

    private static void InsertionSort(Span<int> plans)
    {
        for (var i = 1; i < plans.Length; i++)
        {
            var plan = plans[i];
            var place = i;
            for (; place > 0 && plans[place - 1] > plan; place--)
                plans[place] = plans[place - 1];
            plans[place] = plan;
        }
    }
}
