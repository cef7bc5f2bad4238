namespace Windrow.Core.Routing;

/// <summary>All conjuncts that ask for values of the same keys: one look-up in one table finds those that hold.</summary>
internal sealed class Group(int[] columns, Dictionary<ulong, Bucket> buckets)
{
    /// <summary>As many as fit into a key.</summary>
    public const int MaximumColumns = 4;

    public void Find(MatchSet set)
    {
        var key = 0UL;
        foreach (var column in columns)
        {
            var number = set.Numbers[column];
            if (number == 0)
                return;
            key = (key << 16) | number;
        }

        if (buckets.TryGetValue(key, out var bucket))
            bucket.Find(set);
    }
}
