namespace Windrow.FlowTesting.Judging;

/// <summary>Texts in which <c>…</c> stands for anything.</summary>
internal static class TextPattern
{
    private const char Anything = '…';

    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var mark = pattern.IndexOf(Anything);
        if (mark < 0)
            return pattern.SequenceEqual(text);
        if (!text.StartsWith(pattern[..mark]))
            return false;
        text = text[mark..];
        pattern = pattern[(mark + 1)..];
        while ((mark = pattern.IndexOf(Anything)) >= 0)
        {
            var found = text.IndexOf(pattern[..mark]);
            if (found < 0)
                return false;
            text = text[(found + mark)..];
            pattern = pattern[(mark + 1)..];
        }

        return text.EndsWith(pattern);
    }

    /// <summary>Whether a part of the text is like the pattern.</summary>
    public static bool IsIn(string pattern, string text) => Matches($"{Anything}{pattern}{Anything}", text);

    /// <summary>What is other than expected, for people; null: nothing.</summary>
    public static string? Difference(string expected, string actual)
    {
        var (pattern, text) = (expected.ReplaceLineEndings("\n"), actual.ReplaceLineEndings("\n"));
        if (Matches(pattern, text) || Matches(pattern.TrimEnd('\n'), text.TrimEnd('\n')))
            return null;
        return $"expected:\n{Indented(expected)}\ncame:\n{Indented(actual)}";
    }

    private static string Indented(string text)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var shown = lines.Take(30).Select(static line => $"    {(line.Length > 300 ? line[..300] + "…" : line)}");
        return text.Length == 0 ? "    (nothing)" : string.Join('\n', lines.Length > 30 ? shown.Append($"    … {lines.Length - 30} more lines") : shown);
    }
}
