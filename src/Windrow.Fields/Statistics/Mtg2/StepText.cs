using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary><c>step</c> and <c>timespan</c> as multio's second generation writes them: whole hours as a number, everything else in seconds, <c>5400s</c>.</summary>
internal static class StepText
{
    public static MetadataValue Of(long seconds) => seconds % 3600 == 0 ? seconds / 3600 : string.Create(CultureInfo.InvariantCulture, $"{seconds}s");

    /// <summary>Reads <c>6</c>, <c>6h</c> and <c>5400s</c>; also minutes and days, which ecCodes gives.</summary>
    public static bool TryRead(MetadataValue value, out long seconds)
    {
        const long Longest = 10_000_000_000;
        seconds = 0;
        if (!value.TryGetInt64(out var count))
        {
            if (!value.TryGetString(out var text) || text.Length == 0)
                return value.TryGetNumber(out var hours) && hours is >= 0 and < Longest / 3600 && (seconds = (long)Math.Round(hours * 3600)) >= 0;
            var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, >= '0' and <= '9' => 0, _ => -1 };
            if (unit < 0 || !long.TryParse(unit == 0 ? text : text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out count))
                return false;
            seconds = Math.Abs(count) < Longest / Math.Max(unit, 1) ? count * (unit == 0 ? 3600 : unit) : Longest;
        }
        else
        {
            seconds = Math.Abs(count) < Longest / 3600 ? count * 3600 : Longest;
        }

        return seconds is >= 0 and < Longest;
    }
}
