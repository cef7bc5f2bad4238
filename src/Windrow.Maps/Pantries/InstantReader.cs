using Windrow.Core.Messages;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Pantries;

/// <summary>
/// Reads for which instant a GRIB message is: its reference time, and the step at the end of what it is for. ecCodes gives the step in
/// whole hours; those in minutes and seconds are computed from the octets of the message (WMO Manual on Codes, tables 4 and 5 of
/// GRIB1, 4.4 of GRIB2). Safe for several threads.
/// </summary>
internal static class InstantReader
{
    private static readonly MetadataKey Date = "dataDate";
    private static readonly MetadataKey Time = "dataTime";
    private static readonly MetadataKey Second = "second";
    private static readonly MetadataKey EndStep = "endStep";
    private static readonly MetadataKey Edition = "edition";
    private static readonly MetadataKey Range = "timeRangeIndicator";
    private static readonly MetadataKey P1 = "P1";
    private static readonly MetadataKey P2 = "P2";
    private static readonly MetadataKey Unit = "indicatorOfUnitOfTimeRange";
    private static readonly MetadataKey LengthUnit = "indicatorOfUnitForTimeRange";
    private static readonly MetadataKey ForecastTime = "forecastTime";
    private static readonly MetadataKey[] End = ["yearOfEndOfOverallTimeInterval", "monthOfEndOfOverallTimeInterval", "dayOfEndOfOverallTimeInterval", "hourOfEndOfOverallTimeInterval", "minuteOfEndOfOverallTimeInterval", "secondOfEndOfOverallTimeInterval"];

    /// <param name="reason">What is missing or makes no sense; null when it was read.</param>
    public static Instant? TryRead(Metadata message, out string? reason)
    {
        reason = null;
        if (Reference(message) is not { } reference)
            reason = "it has no reference time that is in the calendar";
        else if (StepOf(message, reference) is not { } step)
            reason = "its step is of a kind that is not known";
        else if (step < TimeSpan.Zero)
            reason = $"its step is {step}";
        else
            return new Instant(reference, step);
        return null;
    }

    private static DateTime? Reference(Metadata message)
    {
        if (!TryNumber(message, Date, out var date) || !TryNumber(message, Time, out var time))
            return null;
        _ = TryNumber(message, Second, out var second);
        return Moment(date / 10_000, date / 100 % 100, date % 100, time / 100, time % 100, second);
    }

    private static TimeSpan? StepOf(Metadata message, DateTime reference)
    {
        // In minutes and seconds ecCodes gives the number as it stands, or nothing.
        if (!IsFine(message, Unit) && !IsFine(message, LengthUnit) && TryNumber(message, EndStep, out var hours))
            return TimeSpan.FromHours(hours);
        return TryNumber(message, Edition, out var edition) && edition == 1 ? Step1(message) : Step2(message, reference);
    }

    private static bool IsFine(Metadata message, MetadataKey unit) => TryNumber(message, unit, out var value) && value is 0 or 13 or 14 or 254;

    private static TimeSpan? Step1(Metadata message)
    {
        if (!TryNumber(message, Range, out var range) || !TryNumber(message, Unit, out var unit))
            return null;
        var key = range is 0 or 1 or 10 ? P1 : P2;
        return range is >= 0 and <= 7 or 10 && TryNumber(message, key, out var steps) && TicksOf(unit, edition: 1) is { } ticks ? TimeSpan.FromTicks(steps * ticks) : null;
    }

    private static TimeSpan? Step2(Metadata message, DateTime reference)
    {
        Span<long> end = stackalloc long[6];
        var isInterval = true;
        for (var i = 0; i < end.Length && isInterval; i++)
            isInterval = TryNumber(message, End[i], out end[i]);
        if (isInterval)
            return Moment(end[0], end[1], end[2], end[3], end[4], end[5]) - reference;
        return TryNumber(message, ForecastTime, out var time) && TryNumber(message, Unit, out var unit) && TicksOf(unit, edition: 2) is { } ticks ? TimeSpan.FromTicks(time * ticks) : null;
    }

    // Months and years are of no fixed length; 13 is a quarter of an hour in GRIB1 and a second in GRIB2, where 254 is none.
    private static long? TicksOf(long unit, int edition) => unit switch
    {
        0 => TimeSpan.TicksPerMinute,
        1 => TimeSpan.TicksPerHour,
        2 => TimeSpan.TicksPerDay,
        10 => 3 * TimeSpan.TicksPerHour,
        11 => 6 * TimeSpan.TicksPerHour,
        12 => 12 * TimeSpan.TicksPerHour,
        13 when edition == 1 => 15 * TimeSpan.TicksPerMinute,
        14 when edition == 1 => 30 * TimeSpan.TicksPerMinute,
        13 or 254 => TimeSpan.TicksPerSecond,
        _ => null,
    };

    private static DateTime? Moment(long year, long month, long day, long hour, long minute, long second) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, (int)month) && hour is >= 0 and < 24 && minute is >= 0 and < 60 && second is >= 0 and < 60
            ? new DateTime((int)year, (int)month, (int)day, (int)hour, (int)minute, (int)second, DateTimeKind.Utc)
            : null;

    private static bool TryNumber(Metadata message, MetadataKey key, out long value)
    {
        value = 0;
        if (message.Tail is IMultiViewTail tail && tail.TryGetNumber(key, out var number) && number == Math.Floor(number))
        {
            value = (long)number;
            return true;
        }

        return message.TryGetInt64(key, out value);
    }
}
