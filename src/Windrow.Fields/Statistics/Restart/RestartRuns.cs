using Windrow.Fields.Domains;

namespace Windrow.Fields.Statistics.Restart;

/// <summary>Finds the points that two shares of a field have in common.</summary>
internal static class RestartRuns
{
    /// <summary>Runs in the order of their global points.</summary>
    public static PointRun[] Sorted(PointRun[] runs)
    {
        var sorted = (PointRun[])runs.Clone();
        Array.Sort(sorted, static (left, right) => left.To.CompareTo(right.To));
        return sorted;
    }

    /// <summary>The common points, as runs from the one share to the other. Both are sorted by global points.</summary>
    public static List<PointRun> Common(ReadOnlySpan<PointRun> from, ReadOnlySpan<PointRun> to)
    {
        var common = new List<PointRun>();
        for (int i = 0, j = 0; i < from.Length && j < to.Length;)
        {
            var (a, b) = (from[i], to[j]);
            var start = Math.Max(a.To, b.To);
            var end = Math.Min(a.To + (long)a.Length, b.To + (long)b.Length);
            if (end > start)
                common.Add(new PointRun(a.From + (start - a.To), b.From + (start - b.To), (int)(end - start)));
            if (a.To + (long)a.Length <= b.To + (long)b.Length)
                i++;
            else
                j++;
        }

        return common;
    }
}
