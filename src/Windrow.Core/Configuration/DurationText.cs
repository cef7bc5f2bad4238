using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>
/// Spans of time as text: <c>1d 1h30m 90s 250ms 10us</c> (<c>min</c> is read as <c>m</c>), units falling and each at most once, or ISO 8601
/// (<c>P1D</c>, <c>PT1H30M</c>; weeks, but neither months nor years, whose length varies). The resolution is 100 ns.
/// </summary>
public static class DurationText
{
    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay),
        ("h", TimeSpan.TicksPerHour),
        ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("us", TimeSpan.TicksPerMicrosecond),
    ];

    private static readonly (string Unit, long Ticks)[] IsoDate = [("W", 7 * TimeSpan.TicksPerDay), ("D", TimeSpan.TicksPerDay)];

    private static readonly (string Unit, long Ticks)[] IsoTime =
        [("H", TimeSpan.TicksPerHour), ("M", TimeSpan.TicksPerMinute), ("S", TimeSpan.TicksPerSecond)];

    public static bool TryParse(string text, out TimeSpan value) => TryParse(text, out value, out _);

    /// <summary>Parses a duration; when it is not one, <paramref name="problem"/> says why.</summary>
    public static bool TryParse(string text, out TimeSpan value, out string problem)
    {
        value = default;
        var rest = text.AsSpan().Trim();
        var negative = rest.StartsWith("-");
        if (negative)
            rest = rest[1..];
        decimal ticks = 0;
        problem = rest.StartsWith("P") ? Iso(rest[1..], ref ticks) : Parts(rest, Units, ref ticks);
        if (problem.Length > 0)
            return false;
        if (ticks > long.MaxValue)
        {
            problem = "it is too long";
            return false;
        }
        value = new TimeSpan(negative ? -(long)ticks : (long)ticks);
        return true;
    }

    /// <summary>The canonical text: <c>1d</c>, <c>1h30m</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
            return "0s";
        var text = new System.Text.StringBuilder(value < TimeSpan.Zero ? "-" : "");
        var rest = unchecked((ulong)(value.Ticks < 0 ? -value.Ticks : value.Ticks));
        foreach (var (unit, ticks) in Units)
        {
            var (count, below) = Math.DivRem(rest, (ulong)ticks);

            // What is left below a microsecond stays a fraction of the last unit.
            var tenths = unit == "us" ? below : 0;
            if (count + tenths == 0)
                continue;
            text.Append(count);
            if (tenths > 0)
                text.Append('.').Append(tenths);
            text.Append(unit);
            rest = below;
        }

        return text.ToString();
    }

    private static string Iso(ReadOnlySpan<char> text, ref decimal ticks)
    {
        if (text.IsEmpty)
            return "'P' alone is no duration";
        var time = text.IndexOf('T');
        var date = time < 0 ? text : text[..time];
        if (date.ContainsAny('Y', 'M'))
            return "years and months have no fixed length";
        if (!date.IsEmpty && Parts(date, IsoDate, ref ticks) is { Length: > 0 } problem)
            return problem;
        return time < 0 ? "" : Parts(text[(time + 1)..], IsoTime, ref ticks);
    }

    private static string Parts(ReadOnlySpan<char> text, (string Unit, long Ticks)[] units, ref decimal ticks)
    {
        var next = 0;
        do
        {
            var digits = NumberPrefix.LengthIn(text);
            if (digits == text.Length)
                return text.IsEmpty ? "a number is missing" : "the unit is missing";
            if (!decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) || count > 1e15m)
                return digits == 0 ? "a number has to stand before each unit" : "its number is not well formed";
            text = text[digits..];
            var letters = 0;
            while (letters < text.Length && NumberPrefix.LengthIn(text[letters..]) == 0)
                letters++;
            var unit = text[..letters];
            var index = IndexOf(units, unit);
            if (index < 0)
                return $"'{unit}' is no unit of time (d, h, m, s, ms, us)";
            if (index < next)
                return "units have to fall, each at most once";
            next = index + 1;
            var part = count * units[index].Ticks;
            if (part != Math.Floor(part))
                return "it is finer than 100 ns";
            ticks += part;
            text = text[unit.Length..];
        }
        while (!text.IsEmpty);
        return "";
    }

    private static int IndexOf((string Unit, long Ticks)[] units, ReadOnlySpan<char> name)
    {
        // As people write it where 'm' might be months.
        if (name.SequenceEqual("min"))
            name = "m";
        for (var i = 0; i < units.Length; i++)
        {
            if (name.SequenceEqual(units[i].Unit))
                return i;
        }
        return -1;
    }
}
