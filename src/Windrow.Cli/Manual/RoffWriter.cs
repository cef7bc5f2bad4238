namespace Windrow.Cli.Manual;

/// <summary>Writes a manual page in the <c>man</c> macros, see man-pages(7).</summary>
internal sealed class RoffWriter(TextWriter output)
{
    private const int LongestLine = 78;

    public void Title(string name, int section, string source) => output.WriteLine($".TH {name} {section} \"\" \"{Escape(source)}\"");

    public void Section(string title) => output.WriteLine($".SH {Escape(title)}");

    public void Subsection(string title) => output.WriteLine($".SS \"{Escape(title)}\"");

    /// <summary>A term and, indented, what it means.</summary>
    public void Item(string term, string text)
    {
        output.WriteLine(".TP");
        output.WriteLine($".B {Escape(term)}");
        Text(text);
    }

    /// <summary>A paragraph; its lines are short, as the source of a page is to be.</summary>
    public void Text(string text)
    {
        var column = 0;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Escape))
        {
            if (column > 0 && column + 1 + word.Length > LongestLine)
            {
                output.WriteLine();
                column = 0;
            }

            var written = column == 0 ? Guard(word) : $" {word}";
            output.Write(written);
            column += written.Length;
        }

        output.WriteLine();
    }

    // A hyphen of an option is a minus, which can be copied and searched for.
    private static string Escape(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\"", "\\(dq", StringComparison.Ordinal);

    // A line that begins with a dot or a quote would be a command.
    private static string Guard(string line) => line is ['.' or '\'', ..] ? $"\\&{line}" : line;
}
