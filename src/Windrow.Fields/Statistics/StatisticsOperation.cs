namespace Windrow.Fields.Statistics;

/// <summary>What is made of the samples of a window, by multio's names.</summary>
public enum StatisticsOperation : byte
{
    /// <summary>The last sample.</summary>
    Instant,

    /// <summary>The mean of the samples.</summary>
    Average,

    /// <summary>The sum of the samples.</summary>
    Accumulate,

    Maximum,

    Minimum,

    /// <summary>The standard deviation of the samples: the square root of their mean squared distance from the mean.</summary>
    StandardDeviation,

    /// <summary>The last sample, which holds the accumulation since the window began, per second.</summary>
    FluxAverage,

    /// <summary>The last sample less the last one before the window.</summary>
    Difference,

    /// <summary>The last sample before the window less the last one in it.</summary>
    InverseDifference,

    /// <summary>The increase of a field that the model accumulates over more than a window.</summary>
    DeAccumulate,

    /// <summary>The increase of an accumulated field, per second.</summary>
    FixedWindowFluxAverage,
}
