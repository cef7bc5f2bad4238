using System.Text;
using Windrow.Core.Filters.Text;

namespace Windrow.Core.Filters.Cql2;

/// <summary>Cuts CQL2 text into tokens.</summary>
internal static class Cql2Lexer
{
    private static readonly string[] Symbols = ["<>", "<=", ">=", "!=", "==", "<", ">", "=", "(", ")", ",", "+", "-", "*", "/", "%", "^"];

    public delegate FilterSyntaxException Failure(int offset, int length, string problem, string advice = "");

    public static Token Read(string text, int at, Func<int, int> skipDigits, Func<int, int> skipExponent, Failure failure)
    {
        if (at >= text.Length)
            return new(TokenKind.End, "", text.Length, 0);
        if (text[at] is '\'' or '"')
            return ReadQuoted(text, at, failure);
        if (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            var end = skipDigits(at);
            if (end < text.Length && text[end] == '.')
                end = skipDigits(end + 1);
            end = skipExponent(end);
            if (end < text.Length && Cql2Names.IsPart(text[end]))
                throw failure(at, end + 1 - at, $"'{text[at..(end + 1)]}…' is neither a number nor a name", "a name that begins with a digit needs double quotes");
            return new(TokenKind.Number, text[at..end], at, end - at);
        }

        if (Cql2Names.IsStart(text[at]))
        {
            var end = at + 1;
            while (end < text.Length && Cql2Names.IsPart(text[end]))
                end++;
            return new(TokenKind.Word, text[at..end], at, end - at);
        }

        foreach (var symbol in Symbols)
        {
            if (text.AsSpan(at).StartsWith(symbol, StringComparison.Ordinal))
                return new(TokenKind.Symbol, symbol, at, symbol.Length);
        }

        throw failure(at, 1, $"the character '{text[at]}' has no meaning in CQL2");
    }

    // Within quotes, the quote itself is written twice.
    private static Token ReadQuoted(string text, int at, Failure failure)
    {
        var quote = text[at];
        var content = new StringBuilder();
        for (var i = at + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                if (i + 1 >= text.Length || text[i + 1] != quote)
                    return new(quote == '"' ? TokenKind.QuotedName : TokenKind.Text, content.ToString(), at, i + 1 - at);
                i++;
            }

            content.Append(text[i]);
        }

        throw failure(at, text.Length - at, $"the {(quote == '"' ? "name" : "text")} that begins here has no closing quote", $"a quote within it is written twice: {quote}{quote}");
    }
}
