using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>Values of a mapping in a gatherer's configuration, which are written as loosely as Python reads them. Null is the same as not there.</summary>
internal sealed class GathererNodes(MappingNode mapping, DiagnosticBag diagnostics)
{
    private static readonly char[] Between = [' ', ','];

    /// <summary>Warns of keys that have no effect.</summary>
    public static void WarnOfUnknown(MappingNode mapping, string what, string[] known, DiagnosticBag diagnostics)
    {
        foreach (var entry in mapping.Entries)
        {
            if (!known.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect: it is nothing that {what} has{Suggestion.Clause(entry.Name, known)}", $"remove it; there are: {string.Join(", ", known)}");
        }
    }

    public string? Text(string name)
    {
        switch (mapping[name])
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case ScalarNode scalar:
                return scalar.Text;
            case var other:
                Wrong(other, name, "a text", "some text");
                return null;
        }
    }

    /// <summary>A list of texts, or one, or several with blanks or commas between.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        switch (mapping[name])
        {
            case null or ScalarNode { IsNull: true }:
                return [];
            case ScalarNode scalar:
                return scalar.Text.Split(Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            case SequenceNode list when list.Items.All(static item => item is ScalarNode):
                return [.. list.Items.Select(static item => ((ScalarNode)item).Text)];
            case var other:
                Wrong(other, name, "a list of texts", "[a, b]");
                return [];
        }
    }

    public bool Flag(string name)
    {
        switch (mapping[name])
        {
            case null or ScalarNode { IsNull: true }:
                return false;
            case ScalarNode { AsBoolean: { } flag }:
                return flag;
            case ScalarNode scalar when bool.TryParse(scalar.Text, out var flag):
                return flag;
            case var other:
                Wrong(other, name, "true or false", "true");
                return false;
        }
    }

    /// <param name="above">The number is greater than this.</param>
    public double? Number(string name, double above)
    {
        switch (mapping[name])
        {
            case null or ScalarNode { IsNull: true }:
                return null;
            case ScalarNode { AsDouble: { } number } when number > above && double.IsFinite(number):
                return number;
            case var other:
                Wrong(other, name, above < 0 ? "a number" : $"a number above {above}", "10");
                return null;
        }
    }

    private void Wrong(ConfigNode node, string name, string kind, string example) =>
        diagnostics.Error(Rules.WrongType, node, $"'{name}' is {kind}, this is {node.Describe()}", $"write '{name}: {example}'");
}
