namespace Windrow.Core.Routing;

/// <summary>A <see cref="Group"/> while plans are added to it.</summary>
internal sealed class GroupDraft(int[] columns, Func<RangeTerm, Column> columnOf)
{
    private readonly Dictionary<ulong, BucketDraft> _buckets = [];

    /// <param name="terms">Per column, the numbers of the values; every combination leads to the entry.</param>
    public void Add(int[][] terms, RangeTerm? range, int entry) => Add(terms, 0, 0, range, entry);

    public Group Build()
    {
        var buckets = new Dictionary<ulong, Bucket>(_buckets.Count);
        foreach (var (key, bucket) in _buckets)
            buckets.Add(key, bucket.Build());
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
            _buckets.Add(key, bucket = new BucketDraft());
        if (range is null)
            bucket.Add(entry);
        else
            bucket.Add(columnOf(range), range, entry);
    }
}
