using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Fields.Values;

/// <summary>A <c>timespan</c> of MARS as multio reads it: a whole number or text of hours, <c>6</c> or <c>6h</c>, or of seconds, <c>900s</c>.</summary>
internal static class TimespanText
{
    /// <param name="seconds">At least 1 where it can be read.</param>
    public static bool TryGetSeconds(MetadataValue value, out long seconds)
    {
        seconds = 0;
        if (value.TryGetInt64(out var hours))
            return TryScale(hours, 3600, out seconds);
        if (!value.TryGetString(out var text) || text.Length == 0)
            return false;
        var (digits, unit) = text[^1] switch { 's' => (text[..^1], 1), 'h' => (text[..^1], 3600), _ => (text, 3600) };
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && TryScale(count, unit, out seconds);
    }

    private static bool TryScale(long count, int unit, out long seconds)
    {
        seconds = count is > 0 and < int.MaxValue ? count * unit : 0;
        return seconds > 0;
    }
}
