using System.Globalization;
using Windrow.Maps.Inputs.Planning;
using Windrow.Native.EcCodes;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>
/// Reads a <see cref="FieldHeader"/> from the keys as they are coded, since ecCodes' own steps are whole numbers of one unit. Safe for several threads.
/// </summary>
internal static class FieldHeaderReader
{
    private static readonly EcCodesKey[] Time = ["year", "month", "day", "hour", "minute", "second"];

    private static readonly EcCodesKey[] EndTime =
    [
        "yearOfEndOfOverallTimeInterval", "monthOfEndOfOverallTimeInterval", "dayOfEndOfOverallTimeInterval",
        "hourOfEndOfOverallTimeInterval", "minuteOfEndOfOverallTimeInterval", "secondOfEndOfOverallTimeInterval",
    ];

    private static readonly EcCodesKey[] Series1 =
        ["centre", "table2Version", "indicatorOfParameter", "indicatorOfTypeOfLevel", "level", "md5GridSection"];

    private static readonly EcCodesKey[] Series2 =
    [
        "centre", "discipline", "parameterCategory", "parameterNumber", "typeOfFirstFixedSurface", "scaleFactorOfFirstFixedSurface",
        "scaledValueOfFirstFixedSurface", "typeOfSecondFixedSurface", "scaledValueOfSecondFixedSurface", "md5GridSection",
    ];

    private static readonly EcCodesKey Number = "number";
    private static readonly EcCodesKey Edition = "editionNumber";
    private static readonly EcCodesKey Centre = "centre";
    private static readonly EcCodesKey Table = "table2Version";
    private static readonly EcCodesKey Param = "indicatorOfParameter";
    private static readonly EcCodesKey Unit = "indicatorOfUnitOfTimeRange";
    private static readonly EcCodesKey P1 = "P1";
    private static readonly EcCodesKey P2 = "P2";
    private static readonly EcCodesKey Indicator = "timeRangeIndicator";
    private static readonly EcCodesKey ForecastTime = "forecastTime";
    private static readonly EcCodesKey Ranges = "numberOfTimeRange";
    private static readonly EcCodesKey Statistic = "typeOfStatisticalProcessing";
    private static readonly EcCodesKey PeriodUnit = "indicatorOfUnitForTimeRange";
    private static readonly EcCodesKey PeriodLength = "lengthOfTimeRange";

    /// <exception cref="DerivationException">The message's times cannot be understood.</exception>
    /// <exception cref="EcCodesException">The message cannot be read.</exception>
    public static FieldHeader Read(ReadOnlyMemory<byte> octets)
    {
        using var handle = GribHandle.Wrap(GribOctets.First(octets));
        return Read(handle);
    }

    public static FieldHeader Read(GribHandle handle)
    {
        var edition = handle.GetLong(Edition);
        var (start, end, process) = edition == 1 ? Period1(handle) : Period2(handle);
        if (end < TimeSpan.Zero)
            throw new DerivationException($"the step {end} is before the reference time");
        return new FieldHeader(new Instant(ReferenceTime(handle), end, Member(handle)), start, process, Series(handle, edition));
    }

    private static long? Member(GribHandle handle) => handle.TryGetLong(Number, out var number) == EcCodesStatus.Success && number > 0 ? number : null;

    private static DateTime ReferenceTime(GribHandle handle) => TimeOf(handle, Time, "reference time");

    private static DateTime TimeOf(GribHandle handle, EcCodesKey[] keys, string what)
    {
        Span<int> parts = stackalloc int[6];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = (int)handle.GetLong(keys[i]);
        try
        {
            return new DateTime(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], DateTimeKind.Utc);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the {what} {parts[0]:0000}-{parts[1]:00}-{parts[2]:00} {parts[3]:00}:{parts[4]:00}:{parts[5]:00} does not exist"));
        }
    }

    private static (TimeSpan Start, TimeSpan End, StatisticalProcess Process) Period1(GribHandle handle)
    {
        var unit = UnitOf(1, handle.GetLong(Unit));
        var (first, second) = (Times(unit, handle.GetLong(P1)), Times(unit, handle.GetLong(P2)));
        var indicator = handle.GetLong(Indicator);
        switch (indicator)
        {
            case 0 or 1:
                return IsAccumulatedInDisguise(handle) ? (TimeSpan.Zero, first, StatisticalProcess.Accumulation) : (first, first, StatisticalProcess.Instant);
            case 10:
                // P1 takes both octets.
                var step = Times(unit, (handle.GetLong(P1) << 8) | handle.GetLong(P2));
                return IsAccumulatedInDisguise(handle) ? (TimeSpan.Zero, step, StatisticalProcess.Accumulation) : (step, step, StatisticalProcess.Instant);
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
    private static bool IsAccumulatedInDisguise(GribHandle handle) =>
        handle.GetLong(Centre) == 98 && handle.GetLong(Table) == 128 && handle.GetLong(Param) is (>= 142 and <= 147) or 169 or 228;

    private static (TimeSpan Start, TimeSpan End, StatisticalProcess Process) Period2(GribHandle handle)
    {
        var start = Times(UnitOf(2, handle.GetLong(Unit)), handle.GetLong(ForecastTime));
        if (handle.TryGetLong(Ranges, out var ranges) != EcCodesStatus.Success)
            return (start, start, StatisticalProcess.Instant);
        // A statistic of statistics, as a mean over days of extremes, is none that could be differenced; only its end is of interest.
        if (ranges != 1)
            return (start, TimeOf(handle, EndTime, "end of the period") - ReferenceTime(handle), StatisticalProcess.Other);
        var end = start + Times(UnitOf(2, handle.GetLong(PeriodUnit)), handle.GetLong(PeriodLength));
        var statistic = handle.GetLong(Statistic);
        return (start, end, statistic is >= 0 and <= 4 ? (StatisticalProcess)statistic : StatisticalProcess.Other);
    }

    private static TimeSpan UnitOf(long edition, long code) =>
        TimeUnit.Of(edition, code) ?? throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the unit of time {code} has no fixed length"));

    /// <summary>A number of a unit; what no calendar has is refused here rather than overflowing later.</summary>
    private static TimeSpan Times(TimeSpan unit, long count) =>
        Math.Abs(count) <= TimeSpan.FromDays(36525).Ticks / unit.Ticks
            ? TimeSpan.FromTicks(unit.Ticks * count)
            : throw new DerivationException(string.Create(CultureInfo.InvariantCulture, $"the step {count} is more than a hundred years"));

    private static string Series(GribHandle handle, long edition)
    {
        var text = new System.Text.StringBuilder(96).Append(edition);
        foreach (var key in edition == 1 ? Series1 : Series2)
        {
            _ = handle.TryGetString(key, out var value);
            text.Append('/').Append(value);
        }

        return text.ToString();
    }
}
