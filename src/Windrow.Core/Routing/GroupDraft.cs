namespace Windrow.Core.Routing;

/// <summary>A <see cref="Group"/> while plans are added to it.</summary>
internal sealed class GroupDraft(int[] columns, Func<RangeTerm, int> columnOf)
{
    private readonly Dictionary<ulong, (List<int> Entries, Dictionary<int, List<(double, double, int)>> Intervals)> _buckets = [];

    /// <param name="terms">Per column, the numbers of the values; every combination leads to the entry.</param>
    public void Add(int[][] terms, RangeTerm? range, int entry) => Add(terms, 0, 0, range, entry);

    public Group Build()
    {
        var buckets = new Dictionary<ulong, Bucket>(_buckets.Count);
        foreach (var (key, (entries, intervals)) in _buckets)
            buckets.Add(key, new Bucket([.. entries], [.. intervals.Select(static pair => new IntervalIndex(pair.Key, pair.Value))]));
        return new Group(columns, buckets);
    }

    private void Add(int[][] terms, int depth, ulong key, RangeTerm? range, int entry)
    {
        if (depth < terms.Length)
        {
            foreach (var number in terms[depth])
                Add(terms, depth + 1, (key << 16) | (uint)number, range, entry);
            return;
        }

        if (!_buckets.TryGetValue(key, out var bucket))
            _buckets.Add(key, bucket = ([], []));
        if (range is null)
        {
            bucket.Entries.Add(entry);
            return;
        }

        var column = columnOf(range);
        if (!bucket.Intervals.TryGetValue(column, out var intervals))
            bucket.Intervals.Add(column, intervals = []);
        intervals.Add((range.Low, range.High, entry));
    }
}
