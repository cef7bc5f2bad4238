using System.Text;

namespace Windrow.Core.Configuration;

/// <summary>
/// Indents the lines of a list or mapping in brackets. YAML wants them deeper than the line that opens it, and so does the
/// parser; PyYAML and others do not care, and files of peers rely on it. White space there has no meaning.
/// </summary>
internal static class FlowIndentation
{
    /// <summary>How far a line is moved: deeper than anything that the limit of nesting lets stand above it.</summary>
    public const int Shift = 512;

    /// <summary>
    /// Indents the lines from <paramref name="firstLine"/>, within <paramref name="depth"/> open brackets, to the one that
    /// closes the last; adds their numbers to <paramref name="shifted"/>.
    /// </summary>
    public static string Indent(string text, int firstLine, int depth, HashSet<int> shifted)
    {
        var result = new StringBuilder(text.Length + Shift);
        var line = 1;
        var quote = '\0';
        var isStart = true;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (line >= firstLine && depth > 0)
            {
                if (isStart && shifted.Add(line))
                    result.Append(' ', Shift);
                if (quote == '"' && c == '\\' && i + 1 < text.Length && text[i + 1] is not ('\r' or '\n'))
                    result.Append(text[i++]);
                else if (quote != '\0')
                    quote = c == quote ? '\0' : quote;
                else if (c == '#' && (i == 0 || char.IsWhiteSpace(text[i - 1])))
                    quote = '\n';
                else if (c is '"' or '\'' && IsTokenStart(text, i))
                    quote = c;
                else
                    depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
            }
            result.Append(text[i]);
            isStart = text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'));
            line += isStart ? 1 : 0;
        }
        return result.ToString();
    }

    // An apostrophe within a plain scalar opens no quotes.
    private static bool IsTokenStart(string text, int position)
    {
        while (position > 0 && char.IsWhiteSpace(text[position - 1]))
            position--;
        return position == 0 || text[position - 1] is ',' or ':' or '[' or '{' or '\'' or '"';
    }
}
