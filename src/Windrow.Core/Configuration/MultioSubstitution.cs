using System.Text;

namespace Windrow.Core.Configuration;

/// <summary>
/// Replaces multio's placeholders in one pass: <c>{~}</c> is the directory of the configuration with a closing '/', <c>{NAME}</c>
/// an environment variable; one that is not set or empty stays as it stands. There are no escapes.
/// </summary>
/// <param name="environment">Gives the value of an environment variable, null when it is not set.</param>
/// <param name="configDirectory">The directory of the configuration, with or without a closing '/'.</param>
public sealed class MultioSubstitution(Func<string, string?> environment, string configDirectory) : ITextSubstitution
{
    private readonly string _directory = configDirectory.EndsWith('/') ? configDirectory : configDirectory + "/";

    public string Expand(string text, SourceLocation at, DiagnosticBag diagnostics, out Secret? secret)
    {
        secret = null;
        if (!text.Contains('{'))
            return text;
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (true)
        {
            var open = rest.IndexOf('{');
            var length = open < 0 ? -1 : rest[open..].IndexOf('}');
            if (length < 0)
                return result.Append(rest).ToString();
            result.Append(rest[..open]);
            var name = rest.Slice(open + 1, length - 1);
            var value = name is "~" ? _directory : name.IsEmpty ? null : environment(name.ToString());
            result.Append(string.IsNullOrEmpty(value) ? rest.Slice(open, length + 1) : value);
            rest = rest[(open + length + 1)..];
        }
    }
}
