using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Reads dates (yyyymmdd) and times of day (hhmmss as multio has them, hhmm as MARS and ecCodes do). All are UTC.</summary>
internal static class TimeReader
{
    public static bool TryDate(MetadataValue value, out DateTime date)
    {
        date = default;
        return MetadataNumber.TryGet(value, out var number) && number is > 10100 and < 99991232
            && DateTime.TryParseExact(number.ToString("00000000", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);
    }

    /// <param name="isClock">Whether the number is hhmmss. Otherwise it is hhmm, unless it cannot be.</param>
    public static bool TryTime(MetadataValue value, bool isClock, out TimeSpan time)
    {
        time = default;
        if (!MetadataNumber.TryGet(value, out var number) || number < 0)
            return false;
        var clock = isClock || number > 2359 ? number : number * 100;
        time = new TimeSpan((int)(clock / 10000 % 100), (int)(clock / 100 % 100), (int)(clock % 100));
        return clock < 240_000 && clock / 100 % 100 < 60 && clock % 100 < 60;
    }

    /// <summary>A step in seconds: a whole number of <paramref name="timeStep"/> seconds, or with a unit: <c>90m</c>, <c>6h</c>.</summary>
    public static bool TryStep(MetadataValue value, long timeStep, out long seconds)
    {
        const long Longest = 10_000_000_000;
        if (MetadataNumber.TryGet(value, out seconds))
        {
            seconds = Math.Abs(seconds) < Longest / timeStep ? seconds * timeStep : Longest;
            return seconds is >= 0 and < Longest;
        }

        if (!value.TryGetString(out var text) || text.Length < 2)
            return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' or 'D' => 86_400, _ => 0 };
        return unit != 0 && long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
            && seconds < Longest / unit && (seconds *= unit) >= 0;
    }
}
