using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Events.Gatherer;

/// <summary>The times that file names tell in parts, put together as pytroll-collectors does. All are UTC.</summary>
internal static class SlotTimes
{
    private const double LongestDuration = 366 * 86_400.0;

    private static readonly MetadataKey Start = "start_time";
    private static readonly MetadataKey End = "end_time";
    private static readonly MetadataKey StartDate = "start_date";
    private static readonly MetadataKey EndDate = "end_date";
    private static readonly MetadataKey Duration = "duration";

    /// <summary>
    /// <c>start_date</c> gives <c>start_time</c> its day, and <c>end_date</c> <c>end_time</c>; an end before the start is on the next day that makes it later;
    /// without an end, <c>duration</c> (seconds, or a time of day) gives it.
    /// </summary>
    public static Metadata Complete(Metadata values)
    {
        if (!TryTime(values, Start, out var start))
            return values;
        var made = values.Change();
        if (TryTime(values, StartDate, out var day))
            made.Set(Start, start = day.Date + start.TimeOfDay);
        if (TryTime(values, End, out var end))
        {
            if (TryTime(values, EndDate, out var last))
                end = last.Date + end.TimeOfDay;
            if (end < start)
                end = start.Date + end.TimeOfDay;
            made.Set(End, end < start ? end.AddDays(1) : end);
        }
        else if (values.TryGet(Duration, out var duration))
        {
            if (duration.TryGetNumber(out var seconds) || double.TryParse(duration.ToString(), CultureInfo.InvariantCulture, out seconds))
                made.Set(End, start.AddSeconds(Math.Clamp(seconds, 0, LongestDuration)));
            else if (duration.TryGetTimestamp(out var ofDay))
                made.Set(End, start + ofDay.TimeOfDay);
        }

        return made.Build();
    }

    /// <summary>Down to a whole multiple of so many minutes since the year began; null: the time itself.</summary>
    public static DateTime Floor(DateTime time, double? minutes)
    {
        if (minutes is not { } step)
            return time;
        var year = new DateTime(time.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return year.AddMinutes(Math.Floor(Math.Floor((time - year).TotalMinutes) / step) * step);
    }

    private static bool TryTime(Metadata values, MetadataKey key, out DateTime time)
    {
        time = default;
        return values.TryGet(key, out var value) && value.TryGetTimestamp(out time);
    }
}
