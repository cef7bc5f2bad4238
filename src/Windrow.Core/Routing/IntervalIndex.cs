namespace Windrow.Core.Routing;

/// <summary>
/// Finds the intervals that hold a number, in time that grows with their number and the logarithm of all. Intervals
/// are sorted by their lower bound; seen as a balanced tree, each knows the greatest upper bound below it.
/// </summary>
internal sealed class IntervalIndex
{
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly double[] _greatest;
    private readonly int[] _entries;

    public IntervalIndex(int column, IEnumerable<(double Low, double High, int Entry)> intervals)
    {
        Column = column;
        (double Low, double High, int Entry)[] sorted = [.. intervals.OrderBy(static interval => interval.Low)];
        _low = Array.ConvertAll(sorted, static interval => interval.Low);
        _high = Array.ConvertAll(sorted, static interval => interval.High);
        _entries = Array.ConvertAll(sorted, static interval => interval.Entry);
        _greatest = new double[sorted.Length];
        Summarise(0, sorted.Length);
    }

    /// <summary>The column whose place is looked up.</summary>
    public int Column { get; }

    public void Find(double place, MatchSet found) => Find(place, 0, _low.Length, found);

    private void Find(double place, int from, int to, MatchSet found)
    {
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (_greatest[middle] < place)
                return;
            Find(place, from, middle, found);
            if (_low[middle] > place)
                return;
            if (_high[middle] >= place)
                found.Hit(_entries[middle]);
            from = middle + 1;
        }
    }

    private double Summarise(int from, int to)
    {
        if (from >= to)
            return double.NegativeInfinity;
        var middle = (from + to) >>> 1;
        return _greatest[middle] = Math.Max(_high[middle], Math.Max(Summarise(from, middle), Summarise(middle + 1, to)));
    }
}
