using System.Text.Json;
using Windrow.Core.Configuration;

namespace Windrow.Core.Flows.Composition;

/// <summary>The value of <c>include</c> and <c>overlay</c>: the name of a file, or a list of names.</summary>
internal static class PathList
{
    public static List<ScalarNode> Read(ConfigNode? node, string key, DiagnosticBag diagnostics)
    {
        var paths = new List<ScalarNode>();
        if (node is null or ScalarNode { IsNull: true })
            return paths;
        IReadOnlyList<ConfigNode> items = node is SequenceNode list ? list.Items : [node];
        foreach (var item in items)
        {
            if (item is ScalarNode { Kind: ScalarKind.String, Text.Length: > 0, Secret: null } path)
                paths.Add(path);
            else
                diagnostics.Error(Rules.WrongType, item, $"'{key}' needs the name of a file or a list of names, not {item.Describe()}", $"write for example '{key}: plans/*.yaml'");
        }

        return paths;
    }

    /// <summary>A path that stands in a file, as messages name it: relative to the directory of that file.</summary>
    public static string Beside(string file, string path) => Path.Combine(Path.GetDirectoryName(file) ?? "", path);

    public static void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("oneOf");
        writer.WriteStartObject();
        writer.WriteString("type", "string");
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        writer.WriteString("type", "string");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
