using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>
/// Reads a <see cref="FieldHeader"/> from the keys as they are coded, since ecCodes' own steps are whole numbers of one unit. Safe for several threads.
/// </summary>
internal static class FieldHeaderReader
{
    private static readonly HeaderKey[] Time = ["year", "month", "day", "hour", "minute", "second"];

    private static readonly HeaderKey[] EndTime =
    [
        "yearOfEndOfOverallTimeInterval", "monthOfEndOfOverallTimeInterval", "dayOfEndOfOverallTimeInterval",
        "hourOfEndOfOverallTimeInterval", "minuteOfEndOfOverallTimeInterval", "secondOfEndOfOverallTimeInterval",
    ];

    private static readonly HeaderKey[] Series1 =
        ["centre", "table2Version", "indicatorOfParameter", "indicatorOfTypeOfLevel", "level", "md5GridSection"];

    private static readonly HeaderKey[] Series2 =
    [
        "centre", "discipline", "parameterCategory", "parameterNumber", "typeOfFirstFixedSurface", "scaleFactorOfFirstFixedSurface",
        "scaledValueOfFirstFixedSurface", "typeOfSecondFixedSurface", "scaledValueOfSecondFixedSurface", "md5GridSection",
    ];

    private static readonly HeaderKey Number = "number";
    private static readonly HeaderKey Edition = "editionNumber";
    private static readonly HeaderKey Centre = "centre";
    private static readonly HeaderKey Table = "table2Version";
    private static readonly HeaderKey Param = "indicatorOfParameter";
    private static readonly HeaderKey Unit = "indicatorOfUnitOfTimeRange";
    private static readonly HeaderKey P1 = "P1";
    private static readonly HeaderKey P2 = "P2";
    private static readonly HeaderKey Indicator = "timeRangeIndicator";
    private static readonly HeaderKey ForecastTime = "forecastTime";
    private static readonly HeaderKey Ranges = "numberOfTimeRange";
    private static readonly HeaderKey Statistic = "typeOfStatisticalProcessing";
    private static readonly HeaderKey PeriodUnit = "indicatorOfUnitForTimeRange";
    private static readonly HeaderKey PeriodLength = "lengthOfTimeRange";

    /// <exception cref="DerivationException">The message's times cannot be understood.</exception>
    /// <exception cref="EcCodesException">The message cannot be read.</exception>
    public static FieldHeader Read(ReadOnlyMemory<byte> octets)
    {
        using var handle = GribHandle.Wrap(GribOctets.First(octets));
        return Read(handle);
    }

    public static FieldHeader Read(GribHandle handle) => Read(new HeaderKeys(handle));

    /// <inheritdoc cref="Read(ReadOnlyMemory{byte})"/>
    /// <param name="tail">That of a message on its way through a flow, whose keys are known already for the most part.</param>
    public static FieldHeader Read(IMultiViewTail tail) => Read(new HeaderKeys(tail));

    private static FieldHeader Read(HeaderKeys keys)
    {
        var edition = keys.Number(Edition);
        var (start, end, process) = edition == 1 ? Period1(keys) : Period2(keys);
        if (end < TimeSpan.Zero)
            throw new DerivationException($"the step {end} is before the reference time");
        return new FieldHeader(new Instant(ReferenceTime(keys), end, Member(keys)), start, process, Series(keys, edition));
    }

    private static long? Member(HeaderKeys keys) => keys.TryNumber(Number, out var number) && number > 0 ? number : null;

    private static DateTime ReferenceTime(HeaderKeys keys) => TimeOf(keys, Time, "reference time");

    private static DateTime TimeOf(HeaderKeys keys, HeaderKey[] names, string what)
    {
        Span<int> parts = stackalloc int[6];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = (int)keys.Number(names[i]);
        try
        {
            return new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], DateTimeKind.Utc);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the {what} {parts[0]:0000}-{parts[1]:00}-{parts[2]:00} {parts[3]:00}:{parts[4]:00}:{parts[5]:00} does not exist"));
        }
    }

    private static (TimeSpan Start, TimeSpan End, StatisticalProcess Process) Period1(HeaderKeys keys)
    {
        var unit = UnitOf(1, keys.Number(Unit));
        var (first, second) = (Times(unit, keys.Number(P1)), Times(unit, keys.Number(P2)));
        var indicator = keys.Number(Indicator);
        switch (indicator)
        {
            case 0 or 1:
                return IsAccumulatedInDisguise(keys) ? (TimeSpan.Zero, first, StatisticalProcess.Accumulation) : (first, first, StatisticalProcess.Instant);
            case 10:
                // P1 takes both octets.
                var step = Times(unit, (keys.Number(P1) << 8) | keys.Number(P2));
                return IsAccumulatedInDisguise(keys) ? (TimeSpan.Zero, step, StatisticalProcess.Accumulation) : (step, step, StatisticalProcess.Instant);
            case 3:
                return (first, second, StatisticalProcess.Average);
            case 4:
                return (first, second, StatisticalProcess.Accumulation);
            case 5:
                return (first, second, StatisticalProcess.Difference);
            default:
                return (first, second, StatisticalProcess.Other);
        }
    }

    /// <summary>
    /// ECMWF's table 128 codes what has accumulated since the start as if it were of an instant. Only these parameters are known to, as
    /// libsim has it (gridinfo_class): large-scale precipitation to latent heat, solar radiation, total precipitation.
    /// </summary>
    private static bool IsAccumulatedInDisguise(HeaderKeys keys) =>
        keys.Number(Centre) == 98 && keys.Number(Table) == 128 && keys.Number(Param) is (>= 142 and <= 147) or 169 or 228;

    private static (TimeSpan Start, TimeSpan End, StatisticalProcess Process) Period2(HeaderKeys keys)
    {
        var start = Times(UnitOf(2, keys.Number(Unit)), keys.Number(ForecastTime));
        if (!keys.TryNumber(Ranges, out var ranges))
            return (start, start, StatisticalProcess.Instant);
        // A statistic of statistics, as a mean over days of extremes, is none that could be differenced; only its end is of interest.
        if (ranges != 1)
            return (start, TimeOf(keys, EndTime, "end of the period") - ReferenceTime(keys), StatisticalProcess.Other);
        var end = start + Times(UnitOf(2, keys.Number(PeriodUnit)), keys.Number(PeriodLength));
        var statistic = keys.Number(Statistic);
        return (start, end, statistic is >= 0 and <= 4 ? (StatisticalProcess)statistic : StatisticalProcess.Other);
    }

    private static TimeSpan UnitOf(long edition, long code) =>
        TimeUnit.Of(edition, code) ?? throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the unit of time {code} has no fixed length"));

    /// <summary>A number of a unit; what no calendar has is refused here rather than overflowing later.</summary>
    private static TimeSpan Times(TimeSpan unit, long count) =>
        Math.Abs(count) <= TimeSpan.FromDays(36525).Ticks / unit.Ticks
            ? TimeSpan.FromTicks(unit.Ticks * count)
            : throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the step {count} is more than a hundred years"));

    private static string Series(HeaderKeys keys, long edition)
    {
        var text = new System.Text.StringBuilder(96).Append(edition);
        foreach (var key in edition == 1 ? Series1 : Series2)
        {
            text.Append('/').Append(keys.Text(key));
        }

        return text.ToString();
    }
}
