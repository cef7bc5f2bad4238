using System.Collections.Frozen;
using Windrow.Core.Filters.Text;

namespace Windrow.Core.Filters.EcCodes;

/// <summary>Cuts an ecCodes condition into tokens.</summary>
internal static class EcCodesLexer
{
    public static readonly FrozenSet<string> Keywords = FrozenSet.ToFrozenSet(["and", "or", "not", "is", "isnot"], StringComparer.Ordinal);

    private static readonly string[] Symbols = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "=", "!", "(", ")", "+", "-", "*", "/", "%", "^"];

    public delegate FilterSyntaxException Failure(int offset, int length, string problem, string advice = "");

    public static ComparisonOperator? Operator(Token token) => token.Kind != TokenKind.Symbol
        ? null
        : token.Text switch
        {
            "==" => ComparisonOperator.Equal,
            "!=" => ComparisonOperator.NotEqual,
            "<" => ComparisonOperator.Less,
            "<=" => ComparisonOperator.LessOrEqual,
            ">" => ComparisonOperator.Greater,
            ">=" => ComparisonOperator.GreaterOrEqual,
            _ => null,
        };

    public static Token Read(string text, int at, Func<int, int> skipExponent, Failure failure)
    {
        if (at >= text.Length)
            return new(TokenKind.End, "", text.Length, 0);
        if (text[at] is '"' or '\'')
            return ReadText(text, at, failure);
        var sign = text[at] is '+' or '-' && at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == '.') ? 1 : 0;
        if (sign == 1 || IsPart(text[at]))
            return ReadWord(text, at, sign, skipExponent, failure);
        foreach (var symbol in Symbols)
        {
            if (text.AsSpan(at).StartsWith(symbol, StringComparison.Ordinal))
                return new(TokenKind.Symbol, symbol, at, symbol.Length);
        }

        throw failure(at, 1, $"the character '{text[at]}' has no meaning in a condition");
    }

    private static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':';

    // A backslash lets a quote be part of the text.
    private static Token ReadText(string text, int at, Failure failure)
    {
        var content = new System.Text.StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == text[at])
                return new(TokenKind.Text, content.ToString(), at, i + 1 - at);
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '"' or '\'')
                i++;
            content.Append(text[i]);
        }

        throw failure(at, text.Length - at, "the text that begins here has no closing quote");
    }

    // Keys may begin with digits (2t); a number with an exponent needs a point, for 1e3 is a key.
    private static Token ReadWord(string text, int at, int sign, Func<int, int> skipExponent, Failure failure)
    {
        var digits = at + sign;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        var end = digits;
        if (digits < text.Length && text[digits] == '.')
        {
            end++;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            end = end - at - sign > 1 ? skipExponent(end) : at + sign;
        }

        if (end > at + sign && (end >= text.Length || !IsPart(text[end])))
            return new(TokenKind.Number, text[at..end], at, end - at);
        var word = at + sign;
        while (word < text.Length && IsPart(text[word]))
            word++;
        if (sign == 1 || (!text.AsSpan(at, word - at).ContainsAnyInRange('a', 'z') && !text.AsSpan(at, word - at).ContainsAnyInRange('A', 'Z')))
            throw failure(at, word - at, $"'{text[at..word]}' is neither a number nor a key");
        return new(TokenKind.Word, text[at..word], at, word - at);
    }
}
