using System.Globalization;

namespace Windrow.Events.Gatherer;

/// <summary>Which times of day are wanted: from one to another, which may be on the next day, at steps of so much. UTC.</summary>
/// <param name="Step">Zero: all between.</param>
internal sealed record SlotGrid(TimeSpan From, TimeSpan To, TimeSpan Step)
{
    public bool Has(DateTime time)
    {
        var since = SinceMidnight(time.TimeOfDay - From);
        return since <= SinceMidnight(To - From) && (Step == TimeSpan.Zero || since.Ticks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute % Step.Ticks == 0);
    }

    /// <summary>Reads <c>HH:MM</c>.</summary>
    public static bool TryTime(string text, out TimeSpan time) => TimeSpan.TryParseExact(text, @"h\:mm", CultureInfo.InvariantCulture, out time) || TimeSpan.TryParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture, out time);

    private static TimeSpan SinceMidnight(TimeSpan time) => time < TimeSpan.Zero ? time + TimeSpan.FromDays(1) : time;
}
