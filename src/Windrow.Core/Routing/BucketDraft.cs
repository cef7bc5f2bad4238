namespace Windrow.Core.Routing;

/// <summary>A <see cref="Bucket"/> while plans are added to it.</summary>
internal sealed class BucketDraft
{
    private readonly List<int> _entries = [];
    private Dictionary<Column, List<(RangeTerm Range, int Entry)>>? _ranges;

    public void Add(int entry) => _entries.Add(entry);

    public void Add(Column column, RangeTerm range, int entry)
    {
        column.Add(range);
        _ranges ??= [];
        if (!_ranges.TryGetValue(column, out var ranges))
            _ranges.Add(column, ranges = []);
        ranges.Add((range, entry));
    }

    public Bucket Build() => new([.. _entries], _ranges is null ? [] : [.. _ranges.Select(static pair => Index(pair.Key, pair.Value))]);

    private static IntervalIndex Index(Column column, List<(RangeTerm Range, int Entry)> ranges) => new(column.Index, ranges.Select(pair =>
    {
        var (low, high) = column.Bounds(pair.Range);
        return (low, high, pair.Entry);
    }));
}
