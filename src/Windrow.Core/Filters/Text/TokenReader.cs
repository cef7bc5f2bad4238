using System.Globalization;

namespace Windrow.Core.Filters.Text;

/// <summary>
/// What the parsers of text notations share: the current token, places, and bounds on length, depth and size, so that
/// hostile text ends in one error and never in a stack overflow.
/// </summary>
internal abstract class TokenReader
{
    private const int MaximumLength = 1_000_000;
    private const int MaximumDepth = 200;
    private const int MaximumNodes = 100_000;

    private readonly FilterSource _start;
    private readonly List<int> _lines = [0];
    private int _depth;
    private int _nodes;
    private int _lastEnd;

    protected TokenReader(string text, FilterSource start)
    {
        ArgumentNullException.ThrowIfNull(text);
        Text = text;
        _start = start;
        if (text.Length > MaximumLength)
            throw new FilterSyntaxException(start, string.Create(CultureInfo.InvariantCulture, $"the filter is {text.Length} characters long, {MaximumLength} are allowed"));
        for (var i = text.IndexOf('\n', StringComparison.Ordinal); i >= 0; i = text.IndexOf('\n', i + 1))
            _lines.Add(i + 1);
    }

    protected string Text { get; }

    protected Token Current { get; private set; }

    /// <summary>Reads the token that begins at or after an offset.</summary>
    protected abstract Token Read(int offset);

    protected void Begin() => Current = Read(0);

    protected Token Advance()
    {
        var taken = Current;
        _lastEnd = taken.End;
        Current = Read(taken.End);
        return taken;
    }

    protected bool TakeSymbol(string symbol)
    {
        if (!Current.IsSymbol(symbol))
            return false;
        Advance();
        return true;
    }

    protected void Expect(string symbol, string purpose)
    {
        if (!TakeSymbol(symbol))
            throw Expected($"'{symbol}' {purpose}");
    }

    /// <summary>Counts a level of nesting; every call needs its <see cref="Leave"/>.</summary>
    protected void Enter()
    {
        if (++_depth > MaximumDepth)
            throw Error(Current.Offset, Current.Length, $"the filter is nested more than {MaximumDepth} levels deep");
    }

    protected void Leave() => _depth--;

    /// <summary>The place from an offset to the end of the last token taken. Counts a node.</summary>
    protected FilterSource From(int offset)
    {
        if (++_nodes > MaximumNodes)
            throw Error(Current.Offset, Current.Length, $"the filter has more than {MaximumNodes} parts");
        return Place(offset, Math.Max(0, _lastEnd - offset));
    }

    protected FilterSyntaxException Expected(string what, string advice = "") =>
        Error(Current.Offset, Current.Length, $"expected {what}, found {Current.Describe()}", advice);

    protected FilterSyntaxException Error(Token at, string problem, string advice = "") => Error(at.Offset, at.Length, problem, advice);

    protected FilterSyntaxException Error(int offset, int length, string problem, string advice = "") =>
        new(Place(offset, length), problem, advice);

    protected int SkipSpace(int offset)
    {
        while (offset < Text.Length && char.IsWhiteSpace(Text[offset]))
            offset++;
        return offset;
    }

    protected int SkipDigits(int offset)
    {
        while (offset < Text.Length && char.IsAsciiDigit(Text[offset]))
            offset++;
        return offset;
    }

    /// <summary>The end of the exponent that stands at an offset; the offset itself when none does.</summary>
    protected int SkipExponent(int offset)
    {
        if (offset >= Text.Length || Text[offset] is not ('e' or 'E'))
            return offset;
        var digits = offset + 1;
        if (digits < Text.Length && Text[digits] is '+' or '-')
            digits++;
        var end = SkipDigits(digits);
        return end > digits ? end : offset;
    }

    private FilterSource Place(int offset, int length)
    {
        var line = _lines.BinarySearch(offset);
        if (line < 0)
            line = ~line - 1;
        var column = offset - _lines[line] + (line == 0 ? Math.Max(1, _start.Column) : 1);
        return new FilterSource(_start.File, Math.Max(1, _start.Line) + line, column, offset, length);
    }
}
