namespace Windrow.Core.Configuration;

/// <summary>Reads YAML (and so JSON) into nodes with positions. It never throws for what a file holds.</summary>
public static class ConfigReader
{
    // Each repair reads the file again; the shipped files of peers need one or two.
    private const int MostRepairs = 20;

    /// <summary>Reads a file of UTF-8, with or without a byte order mark; null when it cannot be read as a whole.</summary>
    public static ConfigNode? Read(
        ReadOnlyMemory<byte> utf8,
        string file,
        DiagnosticBag diagnostics,
        ConfigDialect dialect = ConfigDialect.Native,
        ITextSubstitution? substitution = null,
        ConfigLimits? limits = null)
    {
        limits ??= ConfigLimits.Default;
        if (utf8.Length > limits.MaxSize)
        {
            SourceText.ReportSize(utf8.Length, limits, file, diagnostics);
            return null;
        }
        return SourceText.TryDecode(utf8.Span, file, diagnostics, out var text)
            ? Read(text, file, diagnostics, dialect, substitution, limits)
            : null;
    }

    /// <summary>
    /// Reads one document; positions carry the name <paramref name="file"/>. The result is null after an error of syntax, encoding or size, for there is no whole
    /// document then; errors in its parts (duplicate keys, tags, variables) are reported and the rest is read.
    /// </summary>
    public static ConfigNode? Read(
        string text,
        string file,
        DiagnosticBag diagnostics,
        ConfigDialect dialect = ConfigDialect.Native,
        ITextSubstitution? substitution = null,
        ConfigLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(diagnostics);
        limits ??= ConfigLimits.Default;
        if (text.Length > limits.MaxSize)
        {
            SourceText.ReportSize(text.Length, limits, file, diagnostics);
            return null;
        }
        if (text.StartsWith('\uFEFF'))
            text = text[1..];
        if (!SourceText.IsClean(text, file, diagnostics))
            return null;

        var shifted = new HashSet<int>();
        for (var repairs = 0; ; repairs++)
        {
            var reader = new DocumentReader(text, file, diagnostics, dialect, substitution, limits, shifted);
            var root = reader.Read();
            if (reader.Outdented is not var (line, brackets))
                return root;
            if (dialect == ConfigDialect.Native || repairs == MostRepairs || shifted.Contains(line))
            {
                diagnostics.Error(
                    Rules.Syntax,
                    new SourceLocation(file, line, 1),
                    "a line within brackets is indented no more than the block around it",
                    "indent it by two spaces more");
                return null;
            }
            text = FlowIndentation.Indent(text, line, brackets, shifted);
        }
    }
}
