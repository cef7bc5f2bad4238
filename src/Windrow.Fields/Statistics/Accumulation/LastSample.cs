using System.Numerics;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>The operations that look at the last sample of the window, and at the one before the window.</summary>
internal static class LastSample
{
    /// <summary>Computes a product; NaN where a value is missing.</summary>
    /// <param name="initial">The sample before the window; null when accumulations began anew with the window.</param>
    public static void Finish<T>(StatisticsOperation operation, FieldValues last, FieldValues? initial, double seconds, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var x = FieldSpan.Of<T>(last.Field);
        var before = initial is { } known ? FieldSpan.Of<T>(known.Field) : default;
        for (var i = 0; i < result.Length; i++)
        {
            var value = Value(x[i], last.Missing);
            var start = before.IsEmpty ? 0.0 : Value(before[i], initial!.Value.Missing);
            result[i] = T.CreateTruncating(operation switch
            {
                StatisticsOperation.FluxAverage => value / seconds,
                StatisticsOperation.InverseDifference => start - value,
                StatisticsOperation.Difference or StatisticsOperation.DeAccumulate => value - start,
                StatisticsOperation.FixedWindowFluxAverage => (value - start) / seconds,
                _ => value,
            });
        }
    }

    private static double Value<T>(T x, double? missing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        missing is { } mark && x == T.CreateTruncating(mark) ? double.NaN : double.CreateTruncating(x);
}
