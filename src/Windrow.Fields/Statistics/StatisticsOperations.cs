namespace Windrow.Fields.Statistics;

/// <summary>What is known of each operation.</summary>
internal static class StatisticsOperations
{
    /// <summary>Names in the configuration of <c>statistics</c>.</summary>
    public static readonly (string Name, StatisticsOperation Value)[] Names =
    [
        ("instant", StatisticsOperation.Instant), ("average", StatisticsOperation.Average), ("accumulate", StatisticsOperation.Accumulate),
        ("maximum", StatisticsOperation.Maximum), ("minimum", StatisticsOperation.Minimum), ("flux-average", StatisticsOperation.FluxAverage),
        ("difference", StatisticsOperation.Difference), ("inverse-difference", StatisticsOperation.InverseDifference),
        ("de-accumulate", StatisticsOperation.DeAccumulate), ("fixed-window-flux-average", StatisticsOperation.FixedWindowFluxAverage),
    ];

    /// <summary>Names in the configuration of <c>statistics-mtg2</c>.</summary>
    public static readonly (string Name, StatisticsOperation Value)[] NamesOfMtg2 =
    [
        ("instant", StatisticsOperation.Instant), ("average", StatisticsOperation.Average), ("minimum", StatisticsOperation.Minimum),
        ("maximum", StatisticsOperation.Maximum), ("accumulate", StatisticsOperation.Accumulate), ("difference", StatisticsOperation.Difference),
        ("inverse-difference", StatisticsOperation.InverseDifference), ("stddev", StatisticsOperation.StandardDeviation),
    ];

    /// <summary>The value of the output's <c>operation</c>. Fluxes are averages and increases accumulations to who reads the product.</summary>
    public static string OutputName(this StatisticsOperation operation) => operation switch
    {
        StatisticsOperation.FluxAverage or StatisticsOperation.FixedWindowFluxAverage => "average",
        StatisticsOperation.DeAccumulate => "accumulate",
        _ => NameOf(operation),
    };

    public static string NameOf(this StatisticsOperation operation) =>
        operation == StatisticsOperation.StandardDeviation ? "stddev" : Array.Find(Names, name => name.Value == operation).Name;

    /// <summary>The operation compares with what was before the window, so the first sample of all is only that.</summary>
    public static bool NeedsInitialCondition(this StatisticsOperation operation) => operation >= StatisticsOperation.Difference;

    /// <summary>The operation needs the last sample itself.</summary>
    public static bool NeedsLast(this StatisticsOperation operation) => operation is StatisticsOperation.Instant or >= StatisticsOperation.FluxAverage;
}
