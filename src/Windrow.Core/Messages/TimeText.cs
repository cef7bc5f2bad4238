using System.Globalization;
using System.Xml;

namespace Windrow.Core.Messages;

/// <summary>How times are printed and read everywhere: RFC 3339 in UTC with <c>Z</c>, durations as ISO 8601.</summary>
public static class TimeText
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd",
    ];

    /// <summary>For example <c>2026-11-20T06:00:00Z</c>; a fraction only where there is one.</summary>
    public static string Format(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>For example <c>PT1H30M</c>.</summary>
    public static string Format(TimeSpan duration) => XmlConvert.ToString(duration);

    /// <summary>Reads an RFC 3339 instant or date; without an offset it is UTC.</summary>
    public static bool TryParse(string text, out DateTime utc) => DateTime.TryParseExact(
        text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out utc);
}
