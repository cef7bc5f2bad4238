using System.Diagnostics;

namespace Windrow.Bench;

/// <summary>Times two things in turn, so that a drifting machine hits both, and compares medians.</summary>
internal static class Measure
{
    /// <summary>
    /// Seconds of <paramref name="one"/> and <paramref name="other"/>: medians of the rounds, after one that is not
    /// counted, and the median of the ratios of neighbouring rounds.
    /// </summary>
    /// <param name="cpu">Processor time of all threads instead of time on the wall, for work that hands over between threads: other load on the machine then weighs less.</param>
    public static (double One, double Other, double Ratio) Pair(Action one, Action other, int rounds = 9, bool cpu = false)
    {
        var (first, second, ratios) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            var (a, b) = (Time(one, cpu), Time(other, cpu));
            if (round == 0)
                continue;
            first.Add(a);
            second.Add(b);
            ratios.Add(a / b);
        }

        return (Median(first), Median(second), Median(ratios));
    }

    public static double Time(Action action, bool cpu = false)
    {
        var (start, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        action();
        return cpu ? (Environment.CpuUsage.TotalTime - used).TotalSeconds : Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }
}
