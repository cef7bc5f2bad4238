using System.Globalization;
using System.Text;

namespace Windrow.Core.Patterns;

/// <summary>strftime and strptime for the directives that file names use, in UTC and in English.</summary>
internal static class DateDirectives
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>How many digits a directive has in a file name; 0: text of any length; -1: not known.</summary>
    public static int DigitsOf(char directive) => directive switch
    {
        'Y' => 4,
        'y' or 'm' or 'd' or 'H' or 'I' or 'M' or 'S' or 'U' or 'W' => 2,
        'j' => 3,
        'w' => 1,
        'a' or 'A' or 'b' or 'B' or 'p' or 'f' or 'z' or 'Z' or 'c' or 'x' or 'X' => 0,
        _ => -1,
    };

    public static string Format(DateTime time, string directives)
    {
        var text = new StringBuilder();
        for (var i = 0; i < directives.Length; i++)
        {
            if (directives[i] != '%' || i + 1 == directives.Length)
                text.Append(directives[i]);
            else
                Append(text, time, directives[++i]);
        }

        return text.ToString();
    }

    /// <summary>Puts a time together from the texts of its directives; what is not given is that of 1900-01-01 00:00.</summary>
    public static bool TryAssemble(IReadOnlyList<(char Directive, string Text)> values, out DateTime time)
    {
        int year = 1900, month = 1, day = 1, hour = 0, minute = 0, second = 0;
        int? dayOfYear = null;
        var afternoon = false;
        var twelveHours = false;
        var ticks = 0L;
        time = default;
        foreach (var (directive, text) in values)
        {
            var isNumber = int.TryParse(text, NumberStyles.None, English, out var number);
            if (DigitsOf(directive) > 0 && !isNumber)
                return false;
            switch (directive)
            {
                case 'Y': year = number; break;
                case 'y': year = number + (number < 69 ? 2000 : 1900); break;
                case 'm': month = number; break;
                case 'd': day = number; break;
                case 'H': hour = number; break;
                case 'I': (hour, twelveHours) = (number % 12, true); break;
                case 'M': minute = number; break;
                case 'S': second = number; break;
                case 'j': dayOfYear = number; break;
                case 'p': afternoon = text.StartsWith('P') || text.StartsWith('p'); break;
                case 'b' or 'B':
                    month = 1 + Array.FindIndex(English.DateTimeFormat.MonthNames, name => name.Length > 0 && text.Length >= 3 && name.StartsWith(text, StringComparison.OrdinalIgnoreCase));
                    break;
                case 'f':
                    if (!isNumber || text.Length > 6)
                        return false;
                    ticks = number * (long)Math.Pow(10, 7 - text.Length);
                    break;
                default: break;
            }
        }

        if (twelveHours && afternoon)
            hour += 12;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        if (dayOfYear is < 1 || dayOfYear > (DateTime.IsLeapYear(year) ? 366 : 365))
            return false;
        time = dayOfYear is null
            ? new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).AddTicks(ticks)
            : new DateTime(year, 1, 1, hour, minute, second, DateTimeKind.Utc).AddDays(dayOfYear.Value - 1).AddTicks(ticks);
        return true;
    }

    private static void Append(StringBuilder text, DateTime time, char directive) => _ = directive switch
    {
        'Y' => text.Append(time.ToString("yyyy", English)),
        'y' => text.Append(time.ToString("yy", English)),
        'm' => text.Append(time.ToString("MM", English)),
        'd' => text.Append(time.ToString("dd", English)),
        'H' => text.Append(time.ToString("HH", English)),
        'I' => text.Append(time.ToString("hh", English)),
        'M' => text.Append(time.ToString("mm", English)),
        'S' => text.Append(time.ToString("ss", English)),
        'f' => text.Append(time.ToString("ffffff", English)),
        'j' => text.Append(time.DayOfYear.ToString("000", English)),
        'w' => text.Append((int)time.DayOfWeek),
        'a' => text.Append(time.ToString("ddd", English)),
        'A' => text.Append(time.ToString("dddd", English)),
        'b' => text.Append(time.ToString("MMM", English)),
        'B' => text.Append(time.ToString("MMMM", English)),
        'p' => text.Append(time.Hour < 12 ? "AM" : "PM"),
        'U' => text.Append(((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7).ToString("00", English)),
        'W' => text.Append(((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7).ToString("00", English)),
        'z' => text.Append("+0000"),
        'Z' => text.Append("UTC"),
        'x' => text.Append(time.ToString("MM/dd/yy", English)),
        'X' => text.Append(time.ToString("HH:mm:ss", English)),
        'c' => text.Append(time.ToString("ddd MMM ", English)).Append(time.Day.ToString(English).PadLeft(2)).Append(time.ToString(" HH:mm:ss yyyy", English)),
        '%' => text.Append('%'),
        _ => text.Append('%').Append(directive),
    };
}
