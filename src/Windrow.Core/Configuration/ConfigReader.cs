namespace Windrow.Core.Configuration;

/// <summary>Reads YAML (and so JSON) into nodes with positions. It never throws for what a file holds.</summary>
public static class ConfigReader
{
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
        return SourceText.IsClean(text, file, diagnostics)
            ? new DocumentReader(text, file, diagnostics, dialect, substitution, limits).Read()
            : null;
    }
}
