using System.Globalization;
using System.Text;

namespace Windrow.Core.Configuration;

/// <summary>Prints scalars so that YAML 1.1 and 1.2 readers, in block and in flow, read the same value.</summary>
internal static class ScalarWriter
{
    private const int LongestPlain = 120;

    public static string Value(ScalarNode scalar)
    {
        if (scalar.Secret is { } secret)
            return Quoted(secret.Redacted);
        return scalar.Kind switch
        {
            ScalarKind.Null => "null",
            ScalarKind.Boolean => scalar.AsBoolean == true ? "true" : "false",
            ScalarKind.Integer => scalar.AsInt64!.Value.ToString(CultureInfo.InvariantCulture),
            ScalarKind.Float => ScalarText.Of(scalar.AsDouble!.Value),
            _ => Text(EscapeSubstitution(scalar.Text)),
        };
    }

    /// <summary>A key is its text, whatever it resolves to; whole numbers need no quotes.</summary>
    public static string Key(ScalarNode key) =>
        key.Text.Length is > 0 and <= 18 && !key.Text.AsSpan().ContainsAnyExceptInRange('0', '9') ? key.Text : Text(key.Text);

    private static string Text(string text) => IsPlain(text) ? text : Quoted(text);

    private static string EscapeSubstitution(string text) => text.Replace("${", "$${", StringComparison.Ordinal);

    private static bool IsPlain(string text) =>
        text.Length is > 0 and <= LongestPlain
        && IsPlainStart(text[0])
        && text[^1] != ' '
        && ConsistsOf(text, IsPlain)
        && !LooksLikeAlias(text)
        && !text.StartsWith("...", StringComparison.Ordinal)
        && ScalarSchema.Resolve(text, yaml11: false).Kind == ScalarKind.String
        && ScalarSchema.Resolve(text, yaml11: true).Kind == ScalarKind.String
        && !LooksLikeYaml11(text);

    private static bool IsPlainStart(char c) => char.IsAsciiLetterOrDigit(c) || "_/.+$(^".Contains(c);

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || "_-./+ ()*%=^~@$<>;|".Contains(c);

    private static bool IsOfDates(char c) => char.IsAsciiDigit(c) || "-+.eE_ TtZz:".Contains(c);

    private static bool ConsistsOf(string text, Func<char, bool> isAllowed)
    {
        foreach (var c in text)
        {
            if (!isAllowed(c))
                return false;
        }

        return true;
    }

    // Dates, octal numbers, single letters for booleans: other YAML 1.1 readers take these for something else.
    private static bool LooksLikeYaml11(string text) =>
        (char.IsAsciiDigit(text[0]) && ConsistsOf(text, IsOfDates))
        || (text.Length == 1 && "yYnN=".Contains(text[0]));

    // YamlDotNet takes the asterisk of the key "a *b" for the beginning of an alias.
    private static bool LooksLikeAlias(string text)
    {
        for (var i = text.IndexOf(" *", StringComparison.Ordinal); i >= 0; i = text.IndexOf(" *", i + 1, StringComparison.Ordinal))
        {
            if (i + 2 < text.Length && text[i + 2] != ' ')
                return true;
        }

        return false;
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '"' or '\\':
                    quoted.Append('\\').Append((char)rune.Value);
                    break;
                case '\n':
                    quoted.Append("\\n");
                    break;
                case '\t':
                    quoted.Append("\\t");
                    break;
                case '\r':
                    quoted.Append("\\r");
                    break;
                case < 0x20 or (>= 0x7F and < 0xA1) or 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF:
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
                    break;
                default:
                    quoted.Append(rune.ToString());
                    break;
            }
        }
        return quoted.Append('"').ToString();
    }
}
