namespace Windrow.Core.Configuration;

/// <summary>Prints nodes as YAML on one line.</summary>
internal static class FlowWriter
{
    public static string Write(ConfigNode node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return ScalarWriter.Value(scalar);
            case SequenceNode list:
                return $"[{string.Join(", ", list.Items.Select(Write))}]";
            default:
                var entries = ((MappingNode)node).Entries;
                return $"{{{string.Join(", ", entries.Select(entry => $"{ScalarWriter.Key(entry.Key)}: {Write(entry.Value)}"))}}}";
        }
    }
}
