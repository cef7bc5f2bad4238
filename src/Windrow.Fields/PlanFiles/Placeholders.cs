using System.Buffers;
using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>
/// What substitution left as it stands: multio goes on with the braces in the text, and then with a file of that name.
/// Names of metadata, which Windrow's patterns take within the same braces, do not begin with two capitals.
/// </summary>
internal static class Placeholders
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The name of the first variable that is not set; null when there is none.</summary>
    public static string? FirstOf(string text)
    {
        for (var open = text.IndexOf('{', StringComparison.Ordinal); open >= 0; open = text.IndexOf('{', open + 1))
        {
            var close = text.IndexOf('}', open);
            if (close < 0)
                return null;
            var name = text.AsSpan(open + 1, close - open - 1);
            if (name.Length > 1 && char.IsAsciiLetterUpper(name[0]) && char.IsAsciiLetterUpper(name[1]) && !name.ContainsAnyExcept(Letters))
                return name.ToString();
        }

        return null;
    }

    /// <summary>Warns of every variable below a node that is not set.</summary>
    public static void Report(ConfigNode node, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                    Report(entry.Value, diagnostics);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Report(item, diagnostics);
                break;
            case ScalarNode scalar when FirstOf(scalar.Text) is { } name:
                diagnostics.Warning(Rules.UnsetVariable, scalar, $"the environment variable {name} is not set, so '{{{name}}}' stays as it stands", "set it before the file is read");
                break;
        }
    }
}
