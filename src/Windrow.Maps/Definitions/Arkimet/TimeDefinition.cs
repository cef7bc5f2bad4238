using Windrow.Core.Messages;

namespace Windrow.Maps.Definitions.Arkimet;

/// <summary>A message's time range as arkimet's Timedef: forecast step, statistical processing (254: an instant), and its period.</summary>
/// <param name="Step">The end of the period, from the reference time; null when it is not known.</param>
/// <param name="Processing">WMO code table 4.10, 254 for instantaneous values; null when there is none or it is not known.</param>
/// <param name="Length">The length of the period; null as before.</param>
internal readonly record struct TimeDefinition(TimeValue? Step, long? Processing, TimeValue? Length)
{
    private const long Instant = 254;

    private static readonly MetadataKey RangeType = "timeRangeIndicator";
    private static readonly MetadataKey P1 = "P1";
    private static readonly MetadataKey P2 = "P2";
    private static readonly MetadataKey Unit = "indicatorOfUnitOfTimeRange";
    private static readonly MetadataKey ForecastTime = "forecastTime";
    private static readonly MetadataKey Template = "productDefinitionTemplateNumber";
    private static readonly MetadataKey StatisticalProcessing = "typeOfStatisticalProcessing";
    private static readonly MetadataKey LengthUnit = "indicatorOfUnitForTimeRange";
    private static readonly MetadataKey LengthOfRange = "lengthOfTimeRange";
    private static readonly MetadataKey ProcessedData = "typeOfProcessedData";

    public static TimeDefinition Of(Metadata message) => GribNumber.Of(message, ArkimetKeys.Edition) switch
    {
        1 => OfGrib1(message),
        2 => OfGrib2(message),
        _ => default,
    };

    // Code table 5 of GRIB 1: 2 is a range, 3 an average, 4 an accumulation, 5 a difference between P1 and P2.
    private static TimeDefinition OfGrib1(Metadata message)
    {
        var (type, first, second, unit) = (GribNumber.Of(message, RangeType), GribNumber.Of(message, P1) ?? 0, GribNumber.Of(message, P2) ?? 0, GribNumber.Of(message, Unit) ?? -1);
        return type switch
        {
            0 or 1 => new(TimeValue.Of(first, unit, 1), Instant, new(0, false)),
            10 => new(TimeValue.Of((first << 8) | second, unit, 1), Instant, new(0, false)),
            2 or 3 or 4 or 5 => new(TimeValue.Of(second, unit, 1), type switch { 2 => 205, 3 => 0, 4 => 1, _ => 4 }, TimeValue.Of(second - first, unit, 1)),

            // COSMO's nudging; what was done over a period depends on the parameter and is left open here.
            13 => first == 0 && second == 0 ? new(new(0, false), Instant, new(0, false)) : new(new(0, false), null, TimeValue.Of(second - first, unit, 1)),
            _ => default,
        };
    }

    private static TimeDefinition OfGrib2(Metadata message)
    {
        if (GribNumber.Of(message, ForecastTime) is not { } time || GribNumber.Of(message, Unit) is not { } unit || TimeValue.Of(time, unit, 2) is not { } start)
            return default;
        var template = GribNumber.Of(message, Template);
        if (template is >= 0 and <= 7)
            return new(start, Instant, new(0, false));
        var isAnalysis = template is >= 8 and <= 14 && GribNumber.Of(message, ProcessedData) == 0;
        var length = GribNumber.Of(message, LengthOfRange) is { } range && GribNumber.Of(message, LengthUnit) is { } lengthUnit ? TimeValue.Of(range, lengthUnit, 2) : null;
        var processing = GribNumber.Of(message, StatisticalProcessing);
        if (length is not { } period || processing is null)
            return new(isAnalysis ? new(0, false) : start, null, null);
        return new(isAnalysis ? new(0, false) : start.IsMonths == period.IsMonths ? new(start.Count + period.Count, start.IsMonths) : null, processing, period);
    }
}
