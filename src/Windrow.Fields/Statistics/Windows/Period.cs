using System.Globalization;

namespace Windrow.Fields.Statistics.Windows;

/// <summary>The length of windows: a number of hours, days or months of the calendar, in UTC.</summary>
/// <param name="IsAligned">Windows of several units begin at multiples of their length: hours from midnight, months from January.</param>
public readonly record struct Period(int Count, PeriodUnit Unit, bool IsAligned = false)
{
    // No window that begins before the year 9000 ends beyond the calendar.
    private const int Largest = 100_000;
    private const int LargestMonths = 11_900;

    /// <summary>What is written.</summary>
    public static string Form { get; } = $"a whole number with h, d or m, from 1 to {Largest} hours or days, or {LargestMonths} months: 6h, 1d, 1m";

    /// <summary>Reads multio's form: <c>6h</c>, <c>1d</c>, <c>1month</c>.</summary>
    public static bool TryParse(string text, out Period period)
    {
        period = default;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || text[0] == '0' || !int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > Largest)
            return false;
        PeriodUnit? unit = text[digits..] switch
        {
            "h" or "hour" => PeriodUnit.Hour,
            "d" or "day" => PeriodUnit.Day,
            "m" or "month" => PeriodUnit.Month,
            _ => null,
        };
        period = new Period(count, unit ?? default);
        return unit is not null && (unit != PeriodUnit.Month || count <= LargestMonths);
    }

    /// <summary>The beginning of the hour, day, month or year that holds a time.</summary>
    public static DateTime Floor(DateTime time, PeriodUnit unit) => unit switch
    {
        PeriodUnit.Hour => new DateTime(time.Ticks - (time.Ticks % TimeSpan.TicksPerHour), DateTimeKind.Utc),
        PeriodUnit.Day => time.Date,
        PeriodUnit.Month => new DateTime(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        PeriodUnit.Year => new DateTime(time.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        _ => DateTime.MinValue,
    };

    /// <summary>Where the first window begins, counted from an anchor.</summary>
    public DateTime Begin(DateTime anchor)
    {
        var begin = Floor(anchor, Unit);
        if (!IsAligned || Count == 1)
            return begin;
        return Unit switch
        {
            PeriodUnit.Hour => begin.AddHours(-(begin.Hour % Count)),
            PeriodUnit.Month => begin.AddMonths(-((begin.Month - 1) % Count)),
            _ => begin,
        };
    }

    /// <summary>The end of a window that begins at <paramref name="start"/>.</summary>
    public DateTime End(DateTime start) => Shift(start, 1);

    /// <summary>The beginning of the window that holds a time, in the row of windows of which one begins at <paramref name="start"/>.</summary>
    public DateTime StartFor(DateTime start, DateTime time, WindowType type)
    {
        // A time on the boundary belongs to the window before it when windows own their end.
        var inside = type == WindowType.ForwardOffset ? time.AddTicks(-1) : time;
        long units = Unit switch
        {
            PeriodUnit.Hour => FloorDiv((inside - start).Ticks, TimeSpan.TicksPerHour),
            PeriodUnit.Day => FloorDiv((inside - start).Ticks, TimeSpan.TicksPerDay),
            _ => ((inside.Year - start.Year) * 12L) + inside.Month - start.Month,
        };
        return Shift(start, FloorDiv(units, Count));
    }

    private DateTime Shift(DateTime start, long windows) => Unit switch
    {
        PeriodUnit.Hour => start.AddTicks(windows * Count * TimeSpan.TicksPerHour),
        PeriodUnit.Day => start.AddTicks(windows * Count * TimeSpan.TicksPerDay),
        _ => start.AddMonths(checked((int)(windows * Count))),
    };

    private static long FloorDiv(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
