namespace Windrow.Events.Posttroll.Messages;

/// <summary>
/// Times as Python's <c>datetime</c> reads and writes them. A time without an offset is in UTC, as everything in posttroll is by agreement.
/// </summary>
internal static class IsoTime
{
    private const int LongestText = 40;
    private const int ShortestWritten = 19; // 2026-01-02T03:04:05
    private const int LongestPlain = 26; // 2026-01-02T03:04:05.678901

    /// <summary>Reads a time.</summary>
    /// <param name="onlyWritten">Only what <c>isoformat()</c> writes by itself.</param>
    /// <param name="utc">The instant, with what is finer than a microsecond cut off.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, bool onlyWritten, out DateTime utc)
    {
        utc = default;
        if (text.Length is < 7 or > LongestText || text[0] - (uint)'0' > 9)
            return false;
        if (onlyWritten && (text.Length < ShortestWritten || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':'))
            return false;
        if (TryReadWritten(text, out utc))
            return true;
        if (!TryDate(text, out var date, out var used))
            return false;
        var clock = text[used..];
        if (clock.IsEmpty)
        {
            utc = date;
            return true;
        }

        // Any single character stands between date and time; one beyond ASCII has several octets.
        var separator = clock[0] < 0x80 ? 1 : clock[0] < 0xE0 ? 2 : clock[0] < 0xF0 ? 3 : 4;
        return clock.Length > separator && IsoClock.TryRead(clock[separator..], out var ticks, out var offset) && TryAdd(date, ticks - offset, out utc);
    }

    // 2026-01-02T03:04:05, with or without six digits behind a point: as nearly all times are.
    private static bool TryReadWritten(ReadOnlySpan<byte> text, out DateTime utc)
    {
        utc = default;
        if (text.Length is not (ShortestWritten or LongestPlain) || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
            return false;
        var (century, year, month, day) = (Two(text, 0), Two(text, 2), Two(text, 5), Two(text, 8));
        var (hour, minute, second) = (Two(text, 11), Two(text, 14), Two(text, 17));
        if ((century | year | month | day | hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59 || !TryMake((century * 100) + year, month, day, out var date))
            return false;
        var micro = 0;
        if (text.Length == LongestPlain)
        {
            var (first, middle, last) = (Two(text, 20), Two(text, 22), Two(text, 24));
            if (text[19] != '.' || (first | middle | last) < 0)
                return false;
            micro = (first * 10_000) + (middle * 100) + last;
        }

        utc = date.AddTicks(((((hour * 60) + minute) * 60L) + second) * TimeSpan.TicksPerSecond + (micro * TimeSpan.TicksPerMicrosecond));
        return true;
    }

    // Two digits; -1 where they are none.
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        var (tens, ones) = ((uint)text[at] - '0', (uint)text[at + 1] - '0');
        return (tens > 9) | (ones > 9) ? -1 : (int)((tens * 10) + ones);
    }

    private static bool TryAdd(DateTime date, long ticks, out DateTime utc)
    {
        var sum = date.Ticks + ticks;
        var fits = sum >= 0 && sum <= DateTime.MaxValue.Ticks;
        utc = fits ? new DateTime(sum, DateTimeKind.Utc) : default;
        return fits;
    }

    // YYYY-MM-DD, YYYYMMDD, YYYY-Www, YYYYWww, YYYY-Www-D, YYYYWwwD.
    private static bool TryDate(ReadOnlySpan<byte> text, out DateTime date, out int used)
    {
        (date, used) = (default, 0);
        if (!IsoClock.TryDigits(text, 0, 4, out var year))
            return false;
        var dashed = text[4] == '-';
        var at = dashed ? 5 : 4;
        if (text[at] == 'W')
            return TryWeek(text, year, at + 1, dashed, out date, out used);
        if (!IsoClock.TryDigits(text, at, 2, out var month) || (dashed && (text.Length <= 7 || text[7] != '-')))
            return false;
        at += dashed ? 3 : 2;
        used = at + 2;
        return IsoClock.TryDigits(text, at, 2, out var day) && TryMake(year, month, day, out date);
    }

    private static bool TryWeek(ReadOnlySpan<byte> text, int year, int at, bool dashed, out DateTime date, out int used)
    {
        (date, used) = (default, at + 2);
        if (year is < 1 or > 9998 || !IsoClock.TryDigits(text, at, 2, out var week) || week < 1 || week > System.Globalization.ISOWeek.GetWeeksInYear(year))
            return false;
        var day = 1;
        var from = dashed ? used + 1 : used;
        if ((!dashed || (text.Length > used && text[used] == '-')) && IsoClock.TryDigits(text, from, 1, out var given))
            (day, used) = (given, from + 1);
        if (day is < 1 or > 7)
            return false;
        date = DateTime.SpecifyKind(System.Globalization.ISOWeek.ToDateTime(year, week, (DayOfWeek)(day % 7)), DateTimeKind.Utc);
        return true;
    }

    private static bool TryMake(int year, int month, int day, out DateTime date)
    {
        var fits = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = fits ? new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) : default;
        return fits;
    }

    /// <summary>Writes a time as <c>isoformat()</c> does: microseconds only where there are any.</summary>
    /// <param name="withOffset">Whether <c>+00:00</c> follows, as from v1.2 on.</param>
    /// <returns>How many octets were written; <paramref name="into"/> has room for 32.</returns>
    public static int Write(DateTime utc, bool withOffset, Span<byte> into)
    {
        var format = utc.Ticks % TimeSpan.TicksPerSecond / 10 > 0 ? "yyyy-MM-ddTHH:mm:ss.ffffff" : "yyyy-MM-ddTHH:mm:ss";
        _ = utc.TryFormat(into, out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        if (!withOffset)
            return length;
        "+00:00"u8.CopyTo(into[length..]);
        return length + 6;
    }
}
