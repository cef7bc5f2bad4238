using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>
/// Numbers as PyYAML reads them: a leading 0 is octal, <c>0b</c> binary, <c>_</c> is ignored, <c>1:30</c> counts in
/// sixties, a float needs a point and its exponent a sign (<c>1e3</c> is text). Dates stay text.
/// </summary>
internal static class Yaml11Numbers
{
    public static ScalarValue Resolve(string text)
    {
        if (ScalarSchema.InfinityOrNan(text) is { } special)
            return special;
        var negative = text[0] == '-';
        var body = text[0] is '+' or '-' ? text.AsSpan(1) : text;
        if (body.Length == 0)
            return ScalarValue.String;
        if (body.Contains(':'))
            return Sixties(body, negative);
        if (body.StartsWith("0b", StringComparison.Ordinal) && IsOnly(body[2..], "01_"))
            return ScalarSchema.Whole(body[2..], 2, negative);
        if (body.StartsWith("0x", StringComparison.Ordinal) && IsOnly(body[2..], "0123456789abcdefABCDEF_"))
            return ScalarSchema.Whole(body[2..], 16, negative);
        if (body is "0")
            return ScalarValue.Of(0L);
        if (body[0] == '0' && IsOnly(body[1..], "01234567_"))
            return ScalarSchema.Whole(body[1..], 8, negative);
        if (body[0] is >= '1' and <= '9' && IsOnly(body, "0123456789_"))
            return ScalarSchema.Whole(WithoutUnderscores(body), 10, negative);
        return Real(body, negative);
    }

    private static ScalarValue Real(ReadOnlySpan<char> body, bool negative)
    {
        var point = body.IndexOf('.');
        if (point < 0 || (point > 0 && !char.IsAsciiDigit(body[0])))
            return ScalarValue.String;
        var exponent = body.IndexOfAny('e', 'E');
        var mantissa = exponent < 0 ? body : body[..exponent];
        if (!IsOnly(mantissa, "0123456789_.") || mantissa.Count('.') != 1 || (point == 0 && (mantissa.Length < 2 || !char.IsAsciiDigit(mantissa[1]))))
            return ScalarValue.String;
        if (exponent >= 0)
        {
            var power = body[(exponent + 1)..];
            if (power.Length < 2 || power[0] is not ('+' or '-') || ScalarSchema.Digits(power[1..]) != power.Length - 1)
                return ScalarValue.String;
        }
        return double.TryParse(WithoutUnderscores(body), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? ScalarValue.Of(negative ? -value : value)
            : ScalarValue.String;
    }

    private static ScalarValue Sixties(ReadOnlySpan<char> body, bool negative)
    {
        double value = 0;
        var isWhole = true;
        var position = 0;
        foreach (var range in body.Split(':'))
        {
            var part = body[range];
            var point = part.IndexOf('.');
            var whole = point < 0 ? part : part[..point];
            var isLast = range.End.Value == body.Length;
            if (whole.Length == 0 || !IsOnly(whole, position == 0 ? "0123456789_" : "0123456789") || (point >= 0 && !isLast))
                return ScalarValue.String;
            if (position > 0 && (whole.Length > 2 || (whole.Length == 2 && whole[0] > '5')))
                return ScalarValue.String;
            if (position == 0 && (whole[0] == '_' || (whole[0] == '0' && !body.Contains('.'))))
                return ScalarValue.String;
            if (point >= 0 && point + 1 < part.Length && !IsOnly(part[(point + 1)..], "0123456789_"))
                return ScalarValue.String;
            isWhole &= point < 0;
            if (!double.TryParse(WithoutUnderscores(part), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return ScalarValue.String;
            value = value * 60 + number;
            position++;
        }
        value = negative ? -value : value;
        return isWhole && Math.Abs(value) < 1L << 53 ? ScalarValue.Of((long)value) : ScalarValue.Of(value);
    }

    private static bool IsOnly(ReadOnlySpan<char> text, ReadOnlySpan<char> allowed) =>
        text.Length > 0 && !text.ContainsAnyExcept(allowed);

    private static string WithoutUnderscores(ReadOnlySpan<char> text) => text.ToString().Replace("_", "", StringComparison.Ordinal);
}
