namespace Windrow.Core.Routing;

/// <summary>The plans that share the same values of the same keys.</summary>
internal sealed class Bucket(int[] entries, IntervalIndex[] intervals)
{
    public void Find(MatchSet set)
    {
        foreach (var entry in entries)
            set.Hit(entry);
        foreach (var index in intervals)
        {
            var place = set.Places[index.Column];
            if (!double.IsNaN(place))
                index.Find(place, set);
        }
    }
}
