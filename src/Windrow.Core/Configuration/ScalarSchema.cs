using System.Globalization;

namespace Windrow.Core.Configuration;

/// <summary>Resolves plain scalars: by the core schema of YAML 1.2 (chapter 10.3), or as PyYAML does for YAML 1.1.</summary>
internal static class ScalarSchema
{
    public static ScalarValue Resolve(string text, bool yaml11)
    {
        if (text.Length == 0)
            return ScalarValue.Null;
        var first = text[0];
        if (char.IsAsciiLetter(first) || first == '~')
            return Word(text, yaml11);
        if (!char.IsAsciiDigit(first) && first is not ('+' or '-' or '.'))
            return ScalarValue.String;
        return yaml11 ? Yaml11Numbers.Resolve(text) : Number(text);
    }

    /// <summary>Whether a YAML 1.1 reader takes the text for a boolean and a YAML 1.2 reader does not.</summary>
    public static bool IsYesNoTrap(string text) => Yes11(text) is not null;

    /// <summary>The boolean that <c>yes</c>, <c>no</c>, <c>on</c>, <c>off</c> stand for in YAML 1.1, else null.</summary>
    public static bool? Yes11(string text) => text switch
    {
        "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
        "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
        _ => null,
    };

    internal static ScalarValue? InfinityOrNan(string text)
    {
        var sign = text[0] == '-' ? -1 : 1;
        var body = text[0] is '+' or '-' ? text.AsSpan(1) : text;
        if (body is ".inf" or ".Inf" or ".INF")
            return ScalarValue.Of(sign * double.PositiveInfinity);
        return text is ".nan" or ".NaN" or ".NAN" ? ScalarValue.Of(double.NaN) : null;
    }

    /// <summary>A whole number in the given base; beyond 64 bits a double.</summary>
    internal static ScalarValue Whole(ReadOnlySpan<char> digits, int radix, bool negative)
    {
        ulong value = 0;
        double wide = 0;
        var isWide = false;
        foreach (var digit in digits)
        {
            if (digit == '_')
                continue;
            var d = (ulong)(char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
            wide = wide * radix + d;
            if (isWide)
                continue;
            if (value > (ulong.MaxValue - d) / (ulong)radix)
                isWide = true;
            else
                value = value * (ulong)radix + d;
        }
        if (!isWide && negative && value <= 1UL << 63)
            return ScalarValue.Of(unchecked(-(long)value));
        if (!isWide && !negative && value <= long.MaxValue)
            return ScalarValue.Of((long)value);
        if (radix == 10 && double.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var exact))
            wide = exact;
        return ScalarValue.Of(negative ? -wide : wide);
    }

    private static ScalarValue Word(string text, bool yaml11)
    {
        switch (text)
        {
            case "null" or "Null" or "NULL" or "~":
                return ScalarValue.Null;
            case "true" or "True" or "TRUE":
                return ScalarValue.Of(true);
            case "false" or "False" or "FALSE":
                return ScalarValue.Of(false);
            default:
                return yaml11 && Yes11(text) is { } value ? ScalarValue.Of(value) : ScalarValue.String;
        }
    }

    private static ScalarValue Number(string text)
    {
        if (InfinityOrNan(text) is { } special)
            return special;
        if (text.StartsWith("0o", StringComparison.Ordinal) && text.Length > 2 && !text.AsSpan(2).ContainsAnyExceptInRange('0', '7'))
            return Whole(text.AsSpan(2), 8, negative: false);
        if (text.StartsWith("0x", StringComparison.Ordinal) && text.Length > 2 && IsHex(text.AsSpan(2)))
            return Whole(text.AsSpan(2), 16, negative: false);

        var body = text[0] is '+' or '-' ? text.AsSpan(1) : text;
        if (body.Length > 0 && !body.ContainsAnyExceptInRange('0', '9'))
            return Whole(body, 10, text[0] == '-');
        return IsDecimal(body) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? ScalarValue.Of(value)
            : ScalarValue.String;
    }

    // ( '.' [0-9]+ | [0-9]+ ( '.' [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var whole = Digits(text);
        var rest = text[whole..];
        if (rest.Length > 0 && rest[0] == '.')
        {
            var fraction = Digits(rest[1..]);
            if (whole + fraction == 0)
                return false;
            rest = rest[(1 + fraction)..];
        }
        else if (whole == 0)
        {
            return false;
        }
        if (rest.Length == 0)
            return true;
        if (rest[0] is not ('e' or 'E'))
            return false;
        rest = rest[1..];
        if (rest.Length > 0 && rest[0] is ('+' or '-'))
            rest = rest[1..];
        return rest.Length > 0 && Digits(rest) == rest.Length;
    }

    internal static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    internal static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }
        return true;
    }
}
