using Windrow.Core.Payloads;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>Makes the accumulators of a time series.</summary>
internal static class AccumulatorFactory
{
    public static Accumulators Create(StatisticsOptions options, bool strict, int points, Precision precision)
    {
        var (operations, threshold) = (options.Operations, options.Settings.ValueCountThreshold);
        return (precision, strict) switch
        {
            (Precision.Double, false) => new WindowAccumulators<double>(operations, points, threshold),
            (Precision.Single, false) => new WindowAccumulators<float>(operations, points, threshold),
            (Precision.Double, true) => new StrictAccumulators<double>(operations, points, threshold),
            _ => new StrictAccumulators<float>(operations, points, threshold),
        };
    }
}
