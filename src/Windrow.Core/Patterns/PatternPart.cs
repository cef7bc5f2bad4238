namespace Windrow.Core.Patterns;

/// <summary>A piece of a pattern: literal text, or a field.</summary>
/// <param name="Literal">The text; null for a field.</param>
/// <param name="Field">Name of the field, with attribute and index access as written.</param>
/// <param name="Conversion">The letter after <c>!</c>.</param>
/// <param name="Spec">What stands after the colon.</param>
/// <param name="Source">The field as written, for composing in part.</param>
/// <param name="Offset">Place in the pattern.</param>
internal sealed record PatternPart(string? Literal, string Field, char? Conversion, FormatSpec Spec, string Source, int Offset)
{
    private const string Conversions = "clutRhHrsa";

    public static PatternPart OfLiteral(string text, int offset) => new(text, "", null, FormatSpec.None, text, offset);

    /// <summary>Cuts a pattern into its pieces.</summary>
    /// <exception cref="PatternException">Braces do not match, or a format is wrong.</exception>
    public static List<PatternPart> Cut(string pattern)
    {
        var parts = new List<PatternPart>();
        var literal = new System.Text.StringBuilder();
        for (var at = 0; at < pattern.Length; at++)
        {
            var c = pattern[at];
            if (c is '{' or '}' && at + 1 < pattern.Length && pattern[at + 1] == c)
            {
                literal.Append(c);
                at++;
            }
            else if (c == '}')
            {
                throw new PatternException("a '}' stands alone; write '}}' for a brace that is meant as such", at);
            }
            else if (c == '{')
            {
                if (literal.Length > 0)
                    parts.Add(OfLiteral(literal.ToString(), at - literal.Length));
                literal.Clear();
                var end = pattern.IndexOf('}', at);
                if (end < 0)
                    throw new PatternException("a '{' is not closed; write '{{' for a brace that is meant as such", at);
                parts.Add(OfField(pattern[at..(end + 1)], at));
                at = end;
            }
            else
            {
                literal.Append(c);
            }
        }

        if (literal.Length > 0)
            parts.Add(OfLiteral(literal.ToString(), pattern.Length - literal.Length));
        return parts;
    }

    private static PatternPart OfField(string source, int offset)
    {
        var inner = source[1..^1];
        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        var spec = colon < 0 ? FormatSpec.None : FormatSpec.Parse(inner[(colon + 1)..], offset + colon + 2);
        var name = colon < 0 ? inner : inner[..colon];
        char? conversion = null;
        var mark = name.IndexOf('!', StringComparison.Ordinal);
        if (mark >= 0)
        {
            var letter = name[(mark + 1)..];
            if (letter.Length != 1 || !Conversions.Contains(letter[0], StringComparison.Ordinal))
                throw new PatternException($"the conversion '!{letter}' is not known; there are !{string.Join(" !", Conversions.ToCharArray())}", offset + mark + 1);
            conversion = letter[0];
            name = name[..mark];
        }

        if (name.Length == 0 || name.Contains('{', StringComparison.Ordinal))
            throw new PatternException("a field needs a name, such as {param} or {start_time:%Y%m%d}", offset);
        return new PatternPart(null, name, conversion, spec, source, offset);
    }
}
