using Windrow.Maps.Inputs.Fields;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.TimeStatistics;

/// <summary>Says in a message that it is a statistic over a period. The reference time stays as it is.</summary>
internal static class PeriodWriter
{
    /// <summary>WMO code table 4.11: successive times processed have the same start of forecast, forecast time is incremented.</summary>
    private const long SameStart = 2;

    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Unit = "indicatorOfUnitOfTimeRange";
    private static readonly EcCodesKey P1 = "P1";
    private static readonly EcCodesKey P2 = "P2";
    private static readonly EcCodesKey Indicator = "timeRangeIndicator";
    private static readonly EcCodesKey Included = "numberIncludedInAverage";
    private static readonly EcCodesKey Template = "productDefinitionTemplateNumber";
    private static readonly EcCodesKey ForecastTime = "forecastTime";
    private static readonly EcCodesKey Statistic = "typeOfStatisticalProcessing";
    private static readonly EcCodesKey Increment = "typeOfTimeIncrement";
    private static readonly EcCodesKey PeriodUnit = "indicatorOfUnitForTimeRange";
    private static readonly EcCodesKey PeriodLength = "lengthOfTimeRange";

    private static readonly EcCodesKey[] End =
    [
        "yearOfEndOfOverallTimeInterval", "monthOfEndOfOverallTimeInterval", "dayOfEndOfOverallTimeInterval",
        "hourOfEndOfOverallTimeInterval", "minuteOfEndOfOverallTimeInterval", "secondOfEndOfOverallTimeInterval",
    ];

    /// <param name="instant">The end of the period.</param>
    /// <param name="process">Average or accumulation.</param>
    /// <param name="included">How many fields an average is made of.</param>
    /// <exception cref="DerivationException">The edition cannot express the period.</exception>
    public static void Write(GribHandle handle, Instant instant, TimeSpan period, StatisticalProcess process, int included)
    {
        var edition = handle.GetLong(Edition);
        var (start, end) = (instant.Step - period, instant.Step);
        var (code, length) = TimeUnit.For(edition, start, end)
            ?? throw new DerivationException($"GRIB{edition} cannot express the period from {Instant.StepText(start)} to {Instant.StepText(end)}");
        if (edition == 1)
        {
            handle.SetLong(Unit, code);
            handle.SetLong(P1, start.Ticks / length.Ticks);
            handle.SetLong(P2, end.Ticks / length.Ticks);
            handle.SetLong(Indicator, process == StatisticalProcess.Average ? 3 : 4);
            handle.SetLong(Included, process == StatisticalProcess.Average ? included : 0);
            return;
        }

        if (handle.TryGetLong(PeriodLength, out _) != EcCodesStatus.Success)
            handle.SetLong(Template, Statistical(handle.GetLong(Template)));
        handle.SetLong(Unit, code);
        handle.SetLong(ForecastTime, start.Ticks / length.Ticks);
        handle.SetLong(Statistic, (long)process);
        handle.SetLong(Increment, SameStart);
        handle.SetLong(PeriodUnit, code);
        handle.SetLong(PeriodLength, period.Ticks / length.Ticks);
        WriteEnd(handle, instant.ValidTime);
    }

    private static void WriteEnd(GribHandle handle, DateTime end)
    {
        ReadOnlySpan<int> parts = [end.Year, end.Month, end.Day, end.Hour, end.Minute, end.Second];
        for (var i = 0; i < parts.Length; i++)
            handle.SetLong(End[i], parts[i]);
    }

    /// <summary>The template for a period that belongs to one for an instant. Source: WMO code table 4.0.</summary>
    private static long Statistical(long template) => template switch
    {
        0 => 8,
        1 => 11,
        2 => 12,
        _ => throw new DerivationException($"product definition template {template} has no counterpart for a period"),
    };
}
