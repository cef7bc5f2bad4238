using System.Buffers;
using System.Globalization;

namespace Windrow.Core.Patterns;

/// <summary>What a pattern is matched as: literal text, or a run of characters of a class within a field.</summary>
/// <param name="Literal">Text to be found; null for a run.</param>
/// <param name="Class">Characters allowed in the run; null: any.</param>
/// <param name="Excluded">Characters not allowed in the run.</param>
/// <param name="Minimum">Least length of the run.</param>
/// <param name="Maximum">Greatest length of the run.</param>
/// <param name="IsLazy">Whether short runs are tried first.</param>
/// <param name="Field">Index of the part whose capture the element belongs to; -1 for a literal outside fields.</param>
/// <param name="Directive">The strptime directive that the run is the value of.</param>
internal sealed record PatternElement(
    string? Literal, SearchValues<char>? Class, SearchValues<char>? Excluded, int Minimum, int Maximum, bool IsLazy, int Field, char Directive = '\0')
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> OctalDigits = SearchValues.Create("01234567");
    private static readonly SearchValues<char> BinaryDigits = SearchValues.Create("01");
    private static readonly SearchValues<char> Signs = SearchValues.Create("+-");
    private static readonly SearchValues<char> FloatCharacters = SearchValues.Create("0123456789+-.eE");
    private static readonly SearchValues<char> DateSeparators = SearchValues.Create(" \t\n\r\f\v-_:");

    public static void Append(List<PatternElement> elements, PatternPart part, int index)
    {
        if (part.Literal is not null)
            elements.Add(OfLiteral(part.Literal, -1));
        else if (part.Spec.IsDate)
            AppendDate(elements, part, index);
        else if (part.Spec.IsInteger)
            AppendInteger(elements, part.Spec, index);
        else if (part.Spec.IsFloat)
            elements.Add(new(null, FloatCharacters, null, Math.Max(1, part.Spec.Width), int.MaxValue, false, index));
        else if (part.Spec.Type == 'c')
            elements.Add(Any(1, 1, index));
        else
            elements.Add(part.Spec.Width > 0 ? Any(part.Spec.Width, part.Spec.Width, index) : Any(0, int.MaxValue, index));
    }

    /// <summary>The length of the longest run at the start of a text, at most <see cref="Maximum"/>.</summary>
    public int LongestRun(ReadOnlySpan<char> text)
    {
        if (text.Length > Maximum)
            text = text[..Maximum];
        var end = Class is not null ? text.IndexOfAnyExcept(Class) : Excluded is not null ? text.IndexOfAny(Excluded) : -1;
        return end < 0 ? text.Length : end;
    }

    private static PatternElement OfLiteral(string text, int field) => new(text, null, null, 0, 0, false, field);

    private static PatternElement Any(int minimum, int maximum, int field) => new(null, null, null, minimum, maximum, true, field);

    private static void AppendInteger(List<PatternElement> elements, FormatSpec spec, int index)
    {
        if (spec.Width > 0)
        {
            elements.Add(Any(spec.Width, spec.Width, index));
            return;
        }

        var digits = spec.Type switch
        {
            'x' or 'X' => HexDigits,
            'o' => OctalDigits,
            'b' => BinaryDigits,
            _ => Digits,
        };
        elements.Add(new(null, Signs, null, 0, 1, false, index));
        elements.Add(new(null, digits, null, 1, int.MaxValue, true, index));
    }

    private static void AppendDate(List<PatternElement> elements, PatternPart part, int index)
    {
        var text = part.Spec.Text;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%' || i + 1 == text.Length || text[i + 1] == '%')
            {
                elements.Add(OfLiteral(text[i].ToString(CultureInfo.InvariantCulture), index));
                i += text[i] == '%' ? 1 : 0;
                continue;
            }

            var directive = text[++i];
            var digits = DateDirectives.DigitsOf(directive);
            if (digits < 0)
                throw new PatternException($"the directive '%{directive}' is not known; there are %Y %y %m %d %H %I %M %S %j %f %b %B %p and the other strptime directives", part.Offset);
            elements.Add(digits > 0
                ? new(null, Digits, null, digits, digits, false, index, directive)
                : new(null, null, DateSeparators, 1, int.MaxValue, false, index, directive));
        }
    }
}
