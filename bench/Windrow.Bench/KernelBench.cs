using System.Runtime.CompilerServices;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Values;

namespace Windrow.Bench;

/// <summary>
/// The statistics kernels over 6.6 million doubles against <c>a[i] += b[i]</c> on the same kind of memory, as shares of
/// its bandwidth: every array that is read or written is counted.
/// </summary>
internal static class KernelBench
{
    private const int Points = 6_600_000;

    public static IEnumerable<Figure> Run()
    {
        using var a = new Field(0);
        using var b = new Field(1);
        var one = Case([StatisticsOperation.Average], missing: null);
        var masked = Case([StatisticsOperation.Average], missing: -1e30);
        var four = Case([StatisticsOperation.Average, StatisticsOperation.Minimum, StatisticsOperation.Maximum, StatisticsOperation.Accumulate], missing: null);

        // Sum: reads sample and sum, writes sum, as the plain loop does.
        var (kernel, plain, ratio) = Measure.Pair(one, () => Plain(a.Payload.Doubles, b.Payload.Doubles));
        yield return new Figure("sum kernel / a[i] += b[i]", 100 / ratio, "%", 90, false, Detail(kernel, plain));
        (kernel, plain, ratio) = Measure.Pair(masked, () => Plain(a.Payload.Doubles, b.Payload.Doubles));
        yield return new Figure("sum kernel with missing values", 100 / ratio, "%", 60, false, Detail(kernel, plain));
        (kernel, plain, ratio) = Measure.Pair(four, one);
        yield return new Figure("four operations / one sum", ratio, "×", 2.5, true, Detail(kernel, plain));
    }

    private static string Detail(double kernel, double plain) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kernel * 1e3:0.00} ms against {plain * 1e3:0.00} ms");

    private static Action Case(StatisticsOperation[] operations, double? missing)
    {
        var accumulators = new WindowAccumulators<double>(operations, Points, 0);
        var sample = new Field(2);
        return () =>
        {
            sample.Payload.Add();
            using var values = new FieldValues(sample.Payload, missing);
            accumulators.Add(values);
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(Span<double> a, Span<double> b)
    {
        for (var i = 0; i < a.Length && i < b.Length; i++)
            a[i] += b[i];
    }

    private sealed class Field : IDisposable
    {
        public Field(double value)
        {
            Payload = FieldPayload.Rent(Precision.Double, Points);
            Payload.Doubles.Fill(value);
        }

        public FieldPayload Payload { get; }

        public void Dispose() => Payload.Release();
    }
}
