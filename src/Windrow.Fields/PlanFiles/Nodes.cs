using Windrow.Core.Configuration;

namespace Windrow.Fields.PlanFiles;

/// <summary>Makes nodes that say where what they are made of stands in multio's file.</summary>
internal static class Nodes
{
    public static ConfigEntry Entry(string name, ConfigNode value) => new(ScalarNode.Of(name, value.Location), value);

    public static ConfigEntry Entry(string name, string value, SourceLocation at) => new(ScalarNode.Of(name, at), ScalarNode.Of(value, at));

    public static ConfigEntry Entry(string name, long value, SourceLocation at) => new(ScalarNode.Of(name, at), ScalarNode.Of(value, at));

    public static ConfigEntry Entry(string name, bool value, SourceLocation at) => new(ScalarNode.Of(name, at), ScalarNode.Of(value, at));

    public static SequenceNode Texts(IEnumerable<string> texts, SourceLocation at) => new(texts.Select(text => ScalarNode.Of(text, at)), at);

    /// <summary>The items of a list; what is none is reported. A list that is missing has no items.</summary>
    public static IReadOnlyList<ConfigNode> Items(ConfigNode? node, string name, DiagnosticBag diagnostics)
    {
        if (node is SequenceNode list)
            return list.Items;
        if (node is not null and not ScalarNode { IsNull: true })
            diagnostics.Error(Rules.WrongType, node, $"'{name}' is a list, this is {node.Describe()}", $"write '{name}:' and below it one '- …' for each");
        return [];
    }

    /// <summary>Warns of keys that multio would not read.</summary>
    public static void CheckKeys(MappingNode node, string what, string[] known, string[] dead, DiagnosticBag diagnostics)
    {
        foreach (var entry in node.Entries)
        {
            if (dead.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' has no effect, in multio neither", "remove it");
            else if (!known.Contains(entry.Name))
                diagnostics.Warning(Rules.UnknownOption, entry.Key, $"'{entry.Name}' is nothing that {what} has{Suggestion.Clause(entry.Name, known)}", $"multio ignores it in silence; there are: {string.Join(", ", known)}");
        }
    }
}
