using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>The class of a daemon as PyYAML's tag names it: <c>!!python/object:module.Class</c>.</summary>
internal static class ClassName
{
    private const string Prefix = "tag:yaml.org,2002:python/";
    private const string Tuple = "tuple";

    private static readonly string[] OfObjects = ["object:", "object/new:"];

    /// <summary>The name, with module; null: the node names none, which is reported.</summary>
    public static string? Of(ConfigNode node, DiagnosticBag diagnostics)
    {
        var tag = node.Tag?.StartsWith(Prefix, StringComparison.Ordinal) == true ? node.Tag[Prefix.Length..] : null;
        if (OfObjects.FirstOrDefault(start => tag?.StartsWith(start, StringComparison.Ordinal) == true) is not { } kind)
        {
            diagnostics.Error(Rules.Tag, node, $"a daemon's class is named by a tag, this is {(tag is null ? node.Describe() : $"!!python/{tag}")}", "write 'class: !!python/object:words.Listener' and its options below it");
            return null;
        }

        if (node is MappingNode or ScalarNode { IsNull: true } or ScalarNode { Text: "" })
            return tag![kind.Length..];
        diagnostics.Error(Rules.WrongType, node, $"the options of a class are a mapping, this is {node.Describe()}", "write 'option: value' below it");
        return null;
    }

    /// <summary>Reports tags within options: nothing is made of names there, and nothing else would be right.</summary>
    public static void RefuseWithin(ConfigNode node, DiagnosticBag diagnostics)
    {
        switch (node)
        {
            case MappingNode mapping:
                foreach (var entry in mapping.Entries)
                    Refuse(entry.Value, diagnostics);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Refuse(item, diagnostics);
                break;
        }
    }

    private static void Refuse(ConfigNode node, DiagnosticBag diagnostics)
    {
        if (node.Tag?.StartsWith(Prefix, StringComparison.Ordinal) == true && !node.Tag.EndsWith(Tuple, StringComparison.Ordinal))
            diagnostics.Error(Rules.Tag, node, $"the tag !!{node.Tag["tag:yaml.org,2002:".Length..]} stands within options, and configuration holds data, not code", "remove it; a class stands behind 'class:' of a daemon");
        RefuseWithin(node, diagnostics);
    }
}
