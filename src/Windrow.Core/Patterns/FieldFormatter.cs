using System.Globalization;
using System.Text;
using Windrow.Core.Messages;

namespace Windrow.Core.Patterns;

/// <summary>Writes one value as a field of a pattern asks for it.</summary>
internal static class FieldFormatter
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <exception cref="PatternException">The value cannot be written that way.</exception>
    public static string Format(MetadataValue value, PatternPart part)
    {
        var spec = part.Spec;
        if (part.Conversion is { } conversion)
            return Pad(Truncate(Convert(value.ToString(), conversion), spec), spec, '<');
        if (value.TryGetTimestamp(out var time))
            return spec.IsDate ? DateDirectives.Format(time, spec.Text) : Pad(time.ToString("yyyy-MM-dd HH:mm:ss", Invariant), spec, '<');
        if (spec.IsDate)
            throw Wrong(part, value, "is not a time");
        if (spec.IsInteger)
            return value.TryGetInt64(out var integer) ? Pad(Integer(integer, spec), spec, '>') : throw Wrong(part, value, "is not an integer");
        if (spec.IsFloat || (value.TryGetNumber(out _) && spec.Precision is not null && spec.Type is null))
            return value.TryGetNumber(out var number) ? Pad(Real(number, spec), spec, '>') : throw Wrong(part, value, "is not a number");
        if (value.TryGetInt64(out var plain))
            return spec.Type == 's' ? throw Wrong(part, value, "is not text") : Pad(Integer(plain, spec), spec, '>');
        return value.TryGetNumber(out _) ? Pad(value.ToString(), spec, '>') : Pad(Truncate(value.ToString(), spec), spec, '<');
    }

    private static PatternException Wrong(PatternPart part, MetadataValue value, string why) =>
        new($"the value '{value}' of '{part.Field}' {why}, so it cannot be written as '{part.Source}'", part.Offset);

    private static string Convert(string text, char conversion) => conversion switch
    {
        'c' => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant(),
        'l' => text.ToLowerInvariant(),
        'u' => text.ToUpperInvariant(),
        't' => Invariant.TextInfo.ToTitleCase(text.ToLowerInvariant()),
        'R' => Strip(text),
        'h' => Strip(text).ToLowerInvariant(),
        'H' => Strip(text).ToUpperInvariant(),
        'r' or 'a' => $"'{text}'",
        _ => text,
    };

    private static string Strip(string text)
    {
        var kept = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is not ('-' or '_' or ' ' or ':'))
                kept.Append(c);
        }

        return kept.ToString();
    }

    private static string Integer(long value, FormatSpec spec)
    {
        var magnitude = unchecked((ulong)(value < 0 ? -value : value));
        var digits = spec.Type switch
        {
            'x' => magnitude.ToString("x", Invariant),
            'X' => magnitude.ToString("X", Invariant),
            'b' => System.Convert.ToString((long)magnitude, 2),
            'o' => System.Convert.ToString((long)magnitude, 8),
            _ => magnitude.ToString(spec.Grouping ? "N0" : "D", Invariant),
        };
        var prefix = spec.Alternate && spec.Type is 'x' or 'X' or 'b' or 'o' ? "0" + spec.Type : "";
        return Sign(value < 0, spec) + prefix + digits;
    }

    private static string Real(double value, FormatSpec spec)
    {
        var precision = (spec.Precision ?? 6).ToString(Invariant);
        var magnitude = Math.Abs(value);
        var text = spec.Type switch
        {
            'e' or 'E' => Exponent(magnitude.ToString($"{spec.Type}{precision}", Invariant)),
            'g' or 'G' or null => magnitude.ToString($"G{precision}", Invariant),
            '%' => (magnitude * 100).ToString($"F{precision}", Invariant) + "%",
            _ => magnitude.ToString((spec.Grouping ? "N" : "F") + precision, Invariant),
        };
        return Sign(double.IsNegative(value), spec) + text;
    }

    // .NET writes three digits of exponent at least, Python two.
    private static string Exponent(string text)
    {
        var sign = text.LastIndexOfAny(['+', '-']);
        return text[sign + 1] == '0' ? text.Remove(sign + 1, 1) : text;
    }

    private static string Sign(bool negative, FormatSpec spec) => negative ? "-" : spec.Sign switch
    {
        '+' => "+",
        ' ' => " ",
        _ => "",
    };

    private static string Truncate(string text, FormatSpec spec) => spec.Precision is { } precision && precision < text.Length ? text[..precision] : text;

    private static string Pad(string text, FormatSpec spec, char align)
    {
        var missing = spec.Width - text.Length;
        if (missing <= 0)
            return text;
        var fill = spec.Fill ?? ' ';
        switch (spec.Align ?? align)
        {
            case '>':
                return text.PadLeft(spec.Width, fill);
            case '^':
                return text.PadLeft(text.Length + (missing / 2), fill).PadRight(spec.Width, fill);
            case '=':
                // Padding goes between sign and prefix on one side and the digits on the other.
                var front = text.Length > 0 && text[0] is '+' or '-' or ' ' ? 1 : 0;
                front += spec.Alternate && spec.IsInteger && text.Length > front + 1 && char.IsAsciiLetter(text[front + 1]) ? 2 : 0;
                return text[..front] + new string(fill, missing) + text[front..];
            default:
                return text.PadRight(spec.Width, fill);
        }
    }
}
