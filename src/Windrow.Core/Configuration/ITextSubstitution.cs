namespace Windrow.Core.Configuration;

/// <summary>Replaces placeholders in the scalars of a file, while it is read.</summary>
public interface ITextSubstitution
{
    /// <summary>
    /// The text with its placeholders replaced; the same instance when there are none. What cannot be replaced
    /// is reported at <paramref name="at"/> and stays as it is. <paramref name="secret"/> is the whole text when it
    /// holds a secret; the returned text is then the redacted one.
    /// </summary>
    string Expand(string text, SourceLocation at, DiagnosticBag diagnostics, out Secret? secret);
}
