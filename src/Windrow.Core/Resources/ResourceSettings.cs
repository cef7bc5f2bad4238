using Windrow.Core.Configuration;

namespace Windrow.Core.Resources;

/// <summary>What the work of a flow may need at the same time: <c>settings.resources</c>.</summary>
public sealed class ResourceSettings
{
    public static readonly OptionSet<ResourceSettings> Set = new OptionSet<ResourceSettings>("resources")
        .ByteSize("memory", static o => o.Memory, static (o, v) => o.Memory = v, "Memory for all work together that says how much it needs; what would exceed it waits, in order. Without it memory is not looked at.", min: 1, example: "16GiB")
        .Node("classes", static (o, v) => o.ClassesNode = v, "How much work of each class is done at the same time: names of your own, and numbers.", example: "{render: 2}", schema: WriteClasses)
        .Check(static (o, report) => o.ReadClasses(report.Diagnostics));

    /// <summary>Bytes; null: memory is not looked at.</summary>
    public long? Memory { get; set; }

    /// <summary>How much work of each class may be done at the same time.</summary>
    public IReadOnlyDictionary<string, int> Classes { get; set; } = new Dictionary<string, int>(StringComparer.Ordinal);

    private ConfigNode? ClassesNode { get; set; }

    private void ReadClasses(DiagnosticBag diagnostics)
    {
        if (ClassesNode is null or ScalarNode { IsNull: true })
            return;
        if (ClassesNode is not MappingNode mapping)
        {
            diagnostics.Error(Rules.WrongType, ClassesNode, $"'classes' needs a mapping, not {ClassesNode.Describe()}", "write for example classes: {render: 2}");
            return;
        }

        var classes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Value is ScalarNode { AsInt64: >= 1 and <= 1_000_000 and var count })
                classes[entry.Name] = (int)count;
            else
                diagnostics.Error(Rules.OutOfRange, entry.Value, $"the class '{entry.Name}' does not take {entry.Value.Describe()}", "write how much of it is done at the same time: a whole number from 1 to 1000000");
        }

        Classes = classes;
    }

    private static void WriteClasses(System.Text.Json.Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("additionalProperties");
        writer.WriteString("type", "integer");
        writer.WriteNumber("minimum", 1);
        writer.WriteEndObject();
    }
}
