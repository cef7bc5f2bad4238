namespace Windrow.Core.Routing;

/// <summary>A <see cref="Bucket"/> while plans are added to it.</summary>
internal sealed class BucketDraft
{
    private readonly List<int> _entries = [];
    private Dictionary<int, List<(double Low, double High, int Entry)>>? _intervals;

    public void Add(int entry) => _entries.Add(entry);

    public void Add(int column, RangeTerm range, int entry)
    {
        _intervals ??= [];
        if (!_intervals.TryGetValue(column, out var intervals))
            _intervals.Add(column, intervals = []);
        intervals.Add((range.Low, range.High, entry));
    }

    public Bucket Build() => new([.. _entries], _intervals is null ? [] : [.. _intervals.Select(static pair => new IntervalIndex(pair.Key, pair.Value))]);
}
