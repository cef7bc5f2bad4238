using System.Globalization;
using Windrow.Core.Messages;

namespace Windrow.Core.Patterns;

/// <summary>Turns the text that a field matched into a typed value.</summary>
internal static class PatternValue
{
    public static bool TryConvert(PatternPart part, string text, out MetadataValue value)
    {
        var spec = part.Spec;
        if (spec.IsInteger)
            return TryInteger(spec, text, out value);
        if (spec.IsFloat)
        {
            var isNumber = double.TryParse(text.Trim(spec.Fill ?? ' '), NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
            value = number;
            return isNumber;
        }

        value = spec.Align is null ? text : Strip(text, spec);
        return true;
    }

    public static bool IsFloat(ReadOnlySpan<char> text, FormatSpec spec)
    {
        if (!double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out _))
            return false;
        if (spec.Precision is not { } precision || spec.Type is not ('f' or 'F'))
            return true;
        var point = text.IndexOf('.');
        return (point < 0 ? 0 : text.Length - point - 1) == precision;
    }

    private static bool TryInteger(FormatSpec spec, string text, out MetadataValue value)
    {
        value = default;
        var digits = spec.Width > 0 ? Strip(text, spec) : text;
        var isNegative = digits.StartsWith('-');
        digits = digits.TrimStart('+', '-');
        if (digits.Length == 0)
        {
            // Padding with zeros hides a zero.
            if (spec.Fill != '0' || text.Length == 0)
                return false;
            value = 0L;
            return true;
        }

        var radix = spec.Type switch
        {
            'x' or 'X' => 16,
            'o' => 8,
            'b' => 2,
            _ => 10,
        };
        var number = 0L;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? System.Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || number > (long.MaxValue - digit) / radix)
                return false;
            number = (number * radix) + digit;
        }

        value = isNegative ? -number : number;
        return true;
    }

    private static string Strip(string text, FormatSpec spec)
    {
        var fill = spec.Fill ?? ' ';
        return (spec.Align ?? '>') switch
        {
            '<' => text.TrimEnd(fill),
            '^' => text.Trim(fill),
            _ => text.TrimStart(fill),
        };
    }
}
