using System.Globalization;

namespace Windrow.Maps.Inputs.Expressions;

/// <summary>Cuts an expression into tokens, as Python would: newlines within brackets are spaces, <c>#</c> begins a comment.</summary>
internal sealed class ExpressionLexer(string text)
{
    /// <summary>Thousands of times the longest expression of the shipped recipes.</summary>
    public const int MaxLength = 1 << 16;

    private static readonly string[] Symbols =
    [
        "**=", "//=", "**", "//", "<=", ">=", "==", "!=", "+=", "-=", "*=", "/=", "%=",
        "+", "-", "*", "/", "%", "<", ">", "=", "(", ")", "[", "]", ",", "&", "|", "^", "~", ".",
    ];

    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;

    /// <exception cref="ExpressionException">A character that no expression has, a number that is none.</exception>
    public List<Token> Read()
    {
        if (text.Length > MaxLength)
            throw new ExpressionException(1, 1, $"it has {text.Length} characters; at most {MaxLength} are accepted");
        while (_at < text.Length)
            ReadOne(text[_at]);
        Add(TokenKind.End, 0);
        return _tokens;
    }

    private void ReadOne(char next)
    {
        if (next is '\n')
        {
            if (_depth == 0)
                Add(TokenKind.Separator, 1);
            else
                _at++;
            (_line, _lineStart) = (_line + 1, _at);
        }
        else if (next is ';')
            Add(TokenKind.Separator, 1);
        else if (next is ' ' or '\t' or '\r')
            _at++;
        else if (next is '#')
            _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
        else if (char.IsAsciiDigit(next) || (next is '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            ReadNumber();
        else if (char.IsAsciiLetter(next) || next is '_')
            Add(TokenKind.Name, Length(_at, static c => char.IsAsciiLetterOrDigit(c) || c is '_'));
        else
            ReadSymbol();
    }

    private void ReadNumber()
    {
        var end = _at + Length(_at, static c => char.IsAsciiDigit(c) || c is '_');
        if (end < text.Length && text[end] is '.')
            end += 1 + Length(end + 1, char.IsAsciiDigit);
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            if (Length(digits, char.IsAsciiDigit) is > 0 and var exponent)
                end = digits + exponent;
        }

        var written = text[_at..end];
        if (!double.TryParse(written.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite((float)value))
            throw Error($"the number {Shortened(written)} is too large for single precision, which ends at 3.4e38");
        if (end < text.Length && (char.IsAsciiLetter(text[end]) || text[end] is '_'))
            throw Error($"'{Shortened(text[_at..(end + Length(end, char.IsAsciiLetterOrDigit))])}' is neither a number nor a name; names begin with a letter");
        Add(TokenKind.Number, end - _at, value);
    }

    private void ReadSymbol()
    {
        foreach (var symbol in Symbols)
        {
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
                continue;
            _depth = symbol switch { "(" or "[" => _depth + 1, ")" or "]" => Math.Max(_depth - 1, 0), _ => _depth };
            Add(TokenKind.Symbol, symbol.Length);
            return;
        }

        throw Error(text[_at] is '"' or '\'' ? "an expression has no texts" : $"'{text[_at]}' has no meaning here");
    }

    private int Length(int from, Func<char, bool> fits)
    {
        var end = from;
        while (end < text.Length && fits(text[end]))
            end++;
        return end - from;
    }

    private void Add(TokenKind kind, int length, double value = 0)
    {
        _tokens.Add(new Token(kind, text.Substring(_at, length), value, _line, _at - _lineStart + 1));
        _at += length;
    }

    private ExpressionException Error(string problem) => new(_line, _at - _lineStart + 1, problem);

    private static string Shortened(string word) => word.Length <= 20 ? word : word[..20] + "…";
}
