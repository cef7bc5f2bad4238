using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Schedule;

/// <summary>
/// A repeating interval of ISO 8601 (section 4.5 of ISO 8601:2004): <c>R/2026-01-01T00:00Z/PT15M</c>, <c>R5/…</c> for five times more than once. Every
/// time is counted from the start, so that nothing drifts: a month after 31 January is the last of February, two months after is 31 March.
/// </summary>
internal sealed class Recurrence
{
    private readonly DateTime _start;
    private readonly int _months;
    private readonly TimeSpan _time;
    private readonly long _repeats;

    private Recurrence(string text, DateTime start, int months, TimeSpan time, long repeats) => (Text, _start, _months, _time, _repeats) = (text, start, months, time, repeats);

    public string Text { get; }

    /// <summary>Reads a recurrence.</summary>
    /// <returns>Null; else what is wrong with it.</returns>
    public static string? TryParse(string text, out Recurrence? recurrence)
    {
        recurrence = null;
        var parts = text.Split('/');
        if (parts.Length != 3 || !parts[0].StartsWith('R'))
            return "it is no repeating interval; write for example R/2026-01-01T00:00Z/PT15M";
        var repeats = long.MaxValue;
        if (parts[0].Length > 1 && !long.TryParse(parts[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out repeats))
            return $"'{parts[0]}' is no number of repeats; write R, or for example R5";
        if (!TimeText.TryParse(parts[1], out var start))
            return $"'{parts[1]}' is no time to start at; write for example 2026-01-01T00:00Z";
        if (TimeText.TryParse(parts[2], out var second))
        {
            if (second <= start)
                return "the second time is not after the first";
            recurrence = new Recurrence(text, start, 0, second - start, repeats);
            return null;
        }

        if (!TryReadPeriod(parts[2], out var months, out var time) || (months == 0 && time == TimeSpan.Zero))
            return $"'{parts[2]}' is no period; write for example PT15M, P1D or P1M";
        if (months == 0 && time < TimeSpan.FromSeconds(1))
            return $"the period '{parts[2]}' is shorter than a second";
        recurrence = new Recurrence(text, start, months, time, repeats);
        return null;
    }

    /// <summary>The time of a number, from 0; null: there are not so many, or it is behind the end of the calendar.</summary>
    public DateTime? At(long number)
    {
        if (number > _repeats)
            return null;
        try
        {
            var time = _months == 0 ? _start : _start.AddMonths(checked((int)(_months * number)));
            return time.AddTicks(checked(_time.Ticks * number));
        }
        catch (Exception exception) when (exception is OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The number of the first time that is not before another.</summary>
    public long FirstFrom(DateTime time)
    {
        // Of the numbers whose times are before it the greatest is looked for, by halves.
        var (before, notBefore) = (-1L, 1L);
        while (At(notBefore) is { } at && at < time)
            (before, notBefore) = (notBefore, notBefore * 2);
        while (notBefore - before > 1)
        {
            var middle = before + ((notBefore - before) / 2);
            if (At(middle) is { } at && at < time)
                before = middle;
            else
                notBefore = middle;
        }

        return notBefore;
    }

    private static bool TryReadPeriod(string text, out int months, out TimeSpan time)
    {
        (months, time) = (0, TimeSpan.Zero);
        if (!text.StartsWith('P'))
            return false;
        var rest = text.AsSpan(1);
        var ok = Take(ref rest, 'Y', out var years) & Take(ref rest, 'M', out var more);
        if (!ok || years > 9_999 || more > 99_999)
            return false;
        months = (years * 12) + more;
        return rest.IsEmpty ? months > 0 : DurationText.TryParse($"P{rest}", out time);
    }

    // A number with its letter, where it stands next: `1Y` of `1Y6M`. `M` within the time of day comes behind a `T`.
    private static bool Take(ref ReadOnlySpan<char> rest, char unit, out int number)
    {
        number = 0;
        var digits = 0;
        while (digits < rest.Length && char.IsAsciiDigit(rest[digits]))
            digits++;
        if (digits == 0 || digits == rest.Length || rest[digits] != unit)
            return true;
        var isNumber = int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out number);
        rest = rest[(digits + 1)..];
        return isNumber;
    }
}
