namespace Windrow.Events.Posttroll.Messages;

/// <summary>The time of day and the offset of an ISO 8601 text: <c>HH[:MM[:SS[.f…]]]</c>, all with colons or all without, then nothing, <c>Z</c> or <c>±HH:MM[:SS[.f…]]</c>.</summary>
internal static class IsoClock
{
    private const int MicrosecondDigits = 6;

    /// <param name="ticks">Since midnight.</param>
    /// <param name="offset">East of Greenwich, in ticks.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out long ticks, out long offset)
    {
        offset = 0;
        var zone = text.IndexOfAny((byte)'+', (byte)'-', (byte)'Z');
        if (!TryTimeOfDay(zone < 0 ? text : text[..zone], out ticks) || ticks >= TimeSpan.TicksPerDay)
            return false;
        if (zone < 0)
            return true;
        if (text[zone] == 'Z')
            return zone == text.Length - 1;
        if (!TryTimeOfDay(text[(zone + 1)..], out offset) || offset >= TimeSpan.TicksPerDay)
            return false;
        if (text[zone] == '-')
            offset = -offset;
        return true;
    }

    public static bool TryDigits(ReadOnlySpan<byte> text, int from, int count, out int number)
    {
        number = 0;
        if (text.Length < from + count)
            return false;
        foreach (var digit in text.Slice(from, count))
        {
            if (digit - (uint)'0' > 9)
                return false;
            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    private static bool TryTimeOfDay(ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (!TryDigits(text, 0, 2, out var hours) || hours > 23)
            return false;
        ticks = hours * TimeSpan.TicksPerHour;
        if (text.Length == 2)
            return true;
        var colons = text[2] == ':';
        var at = colons ? 3 : 2;
        if (!TryDigits(text, at, 2, out var minutes) || minutes > 59)
            return false;
        ticks += minutes * TimeSpan.TicksPerMinute;
        at += 2;
        if (text.Length == at)
            return true;
        if (colons && text[at++] != ':')
            return false;
        if (!TryDigits(text, at, 2, out var seconds) || seconds > 59)
            return false;
        ticks += seconds * TimeSpan.TicksPerSecond;
        at += 2;
        return text.Length == at || TryFraction(text[at..], ref ticks);
    }

    // Any number of digits; Python looks at six.
    private static bool TryFraction(ReadOnlySpan<byte> text, ref long ticks)
    {
        if (text.Length < 2 || text[0] is not ((byte)'.' or (byte)',') || text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0)
            return false;
        var microseconds = 0;
        for (var i = 1; i <= MicrosecondDigits; i++)
            microseconds = (microseconds * 10) + (i < text.Length ? text[i] - '0' : 0);
        ticks += microseconds * TimeSpan.TicksPerMicrosecond;
        return true;
    }
}
