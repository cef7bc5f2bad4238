using System.Globalization;

namespace Windrow.Core.Patterns;

/// <summary>What follows the colon of a field: Python's format mini-language, or strftime directives when it holds a <c>%</c>.</summary>
/// <remarks>Grammar: <c>[[fill]align][sign][#][0][width][,][.precision][type]</c>.</remarks>
internal sealed record FormatSpec
{
    private const string Types = "sdxXobfFeEgGc%";
    private const int MaximumWidth = 1_000;

    public static readonly FormatSpec None = new() { Text = "" };

    public required string Text { get; init; }

    public char? Fill { get; init; }

    public char? Align { get; init; }

    public char? Sign { get; init; }

    public bool Alternate { get; init; }

    /// <summary>Width 0 means as wide as needed.</summary>
    public int Width { get; init; }

    public bool Grouping { get; init; }

    public int? Precision { get; init; }

    public char? Type { get; init; }

    public bool IsDate => Text.Contains('%', StringComparison.Ordinal) && !(Text.EndsWith('%') && Text.IndexOf('%', StringComparison.Ordinal) == Text.Length - 1);

    public bool IsInteger => Type is 'd' or 'x' or 'X' or 'o' or 'b';

    public bool IsFloat => Type is 'f' or 'F' or 'e' or 'E' or 'g' or 'G' or '%';

    /// <param name="offset">Where the text stands in the pattern, for errors.</param>
    public static FormatSpec Parse(string text, int offset)
    {
        if (text.Length == 0)
            return None;
        var spec = new FormatSpec { Text = text };
        if (spec.IsDate)
            return spec;
        var at = 0;
        char? fill = null, align = null, sign = null;
        if (text.Length > 1 && IsAlign(text[1]))
            (fill, align, at) = (text[0], text[1], 2);
        else if (IsAlign(text[0]))
            (align, at) = (text[0], 1);
        if (at < text.Length && text[at] is '+' or '-' or ' ')
            sign = text[at++];
        var alternate = Skip(text, ref at, '#');
        if (at < text.Length && text[at] == '0')
        {
            fill ??= '0';
            align ??= '=';
            at++;
        }

        var width = Number(text, ref at) ?? 0;
        var grouping = Skip(text, ref at, ',');
        int? precision = null;
        if (Skip(text, ref at, '.'))
            precision = Number(text, ref at) ?? throw Wrong(text, offset, "a precision is missing after the point");
        char? type = at < text.Length && Types.Contains(text[at], StringComparison.Ordinal) ? text[at++] : null;
        if (at < text.Length)
            throw Wrong(text, offset, $"'{text[at..]}' is not understood");
        if (width > MaximumWidth || precision > MaximumWidth)
            throw Wrong(text, offset, $"no width or precision is larger than {MaximumWidth}");
        if (align == '=' && type is null or 's' && fill != '0')
            throw Wrong(text, offset, "the alignment '=' is for numbers");
        return spec with { Fill = fill, Align = align, Sign = sign, Alternate = alternate, Width = width, Grouping = grouping, Precision = precision, Type = type };
    }

    private static PatternException Wrong(string text, int offset, string why) =>
        new($"the format '{text}' is wrong: {why}; write [[fill]align][sign][#][0][width][,][.precision][type] or strftime directives such as %Y%m%d", offset);

    private static bool IsAlign(char c) => c is '<' or '>' or '=' or '^';

    private static bool Skip(string text, ref int at, char c)
    {
        if (at >= text.Length || text[at] != c)
            return false;
        at++;
        return true;
    }

    private static int? Number(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        if (start == at)
            return null;
        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
    }
}
