using System.Text;

namespace Windrow.Core.Configuration;

/// <summary>
/// Replaces <c>${NAME}</c>, <c>${NAME:-default}</c> (also when the variable is empty) and <c>${secret:name}</c> in native
/// files, in one pass and without nesting; <c>$${</c> stands for <c>${</c>. Keys are not touched.
/// </summary>
/// <param name="environment">Gives the value of an environment variable, null when it is not set.</param>
/// <param name="secrets">Where secrets come from.</param>
public sealed class NativeSubstitution(Func<string, string?> environment, ISecretSource secrets) : ITextSubstitution
{
    private const string SecretPrefix = "secret:";

    public string Expand(string text, SourceLocation at, DiagnosticBag diagnostics, out Secret? secret)
    {
        secret = null;
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var shown = new StringBuilder(text.Length);
        var whole = new StringBuilder(text.Length);
        // The redacted text is written back into files, so it keeps its escapes.
        var redacted = new StringBuilder(text.Length);
        var hasSecret = false;
        for (var i = 0; i < text.Length;)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("$${"))
            {
                shown.Append("${");
                whole.Append("${");
                redacted.Append("$${");
                i += 3;
                continue;
            }
            if (!rest.StartsWith("${"))
            {
                shown.Append(text[i]);
                whole.Append(text[i]);
                redacted.Append(text[i]);
                i++;
                continue;
            }
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                diagnostics.Error(Rules.Substitution, at, "'${' has no closing '}'", "close it, or write $${ for the characters themselves");
                end = rest.Length - 1;
            }
            var placeholder = rest[..(end + 1)].ToString();
            var body = rest[2..Math.Max(end, 2)].ToString();
            if (text[i + end] == '}' && body.StartsWith(SecretPrefix, StringComparison.Ordinal))
            {
                hasSecret |= AppendSecret(body[SecretPrefix.Length..], whole, at, diagnostics);
                shown.Append(placeholder);
                redacted.Append(placeholder);
            }
            else
            {
                var value = text[i + end] == '}' ? Variable(body, at, diagnostics) ?? placeholder : placeholder;
                shown.Append(value);
                whole.Append(value);
                redacted.Append(value.Replace("${", "$${", StringComparison.Ordinal));
            }
            i += end + 1;
        }
        if (!hasSecret)
            return shown.ToString();
        secret = new Secret(whole.ToString(), redacted.ToString());
        return secret.Redacted;
    }

    private bool AppendSecret(string name, StringBuilder whole, SourceLocation at, DiagnosticBag diagnostics)
    {
        if (!IsName(name, allowMarks: true))
        {
            diagnostics.Error(Rules.Substitution, at, $"'{Short(name)}' is no name of a secret", "use letters, digits, '-', '_' and '.'");
            return false;
        }
        if (secrets.Find(name) is not { } found)
        {
            diagnostics.Error(
                Rules.UnknownSecret,
                at,
                $"the secret '{name}' is not known",
                $"put it into the credentials directory under that name, or set {SecretSource.VariableOf(name)}");
            return false;
        }
        whole.Append(found.Reveal());
        return true;
    }

    private string? Variable(string body, SourceLocation at, DiagnosticBag diagnostics)
    {
        var split = body.IndexOf(":-", StringComparison.Ordinal);
        var name = split < 0 ? body : body[..split];
        var fallback = split < 0 ? null : body[(split + 2)..];
        if (!IsName(name, allowMarks: false) || fallback?.Contains("${", StringComparison.Ordinal) == true)
        {
            diagnostics.Error(
                Rules.Substitution, at, $"'${{{Short(body)}}}' is no substitution", "write ${NAME}, ${NAME:-default} or ${secret:name}, or $${ for the characters themselves");
            return null;
        }
        var value = environment(name);
        if (fallback is not null && string.IsNullOrEmpty(value))
            return fallback;
        if (value is null)
            diagnostics.Error(Rules.UnsetVariable, at, $"the variable {name} is not set", $"set it, or write ${{{name}:-default}}");
        return value;
    }

    private static bool IsName(string name, bool allowMarks)
    {
        if (name.Length is 0 or > 200 || name[0] is '.' or '-' || (!allowMarks && char.IsAsciiDigit(name[0])))
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_' && !(allowMarks && c is ('-' or '.')))
                return false;
        }
        return true;
    }

    private static string Short(string text) => text.Length <= 60 ? text : string.Concat(text.AsSpan(0, 57), "...");
}
