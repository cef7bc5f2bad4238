using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.PlugIns;
using Windrow.Core.Resources;
using Windrow.Core.Stages;

namespace Windrow.Core.Flows;

/// <summary>The JSON Schema (2020-12) of flow files, made of the declared options of flow, plans, stages and plug-ins.</summary>
public static class FlowSchema
{
    public static void Write(PlugInCatalog plugIns, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
        OptionSchema.WriteMembers(FlowOptions.Set, writer, requires: false);

        // The plans may be in other files.
        writer.WriteStartArray("anyOf");
        foreach (var key in (ReadOnlySpan<string>)["plans", "include"])
        {
            writer.WriteStartObject();
            writer.WriteStartArray("required");
            writer.WriteStringValue(key);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("$defs");
        writer.WritePropertyName("plan");
        OptionSchema.Write(PlanOptions.Set, writer);
        writer.WritePropertyName("stage");
        OptionSchema.Write(StageOptions.Set, writer);
        writer.WritePropertyName("resources");
        OptionSchema.Write(ResourceDemand.Set, writer);
        WriteChoice(writer, "source", plugIns.All.Where(static plugIn => plugIn.Kind == PlugInKind.Source), WriteSourceKeys);
        WriteChoice(writer, "sink", plugIns.All.Where(static plugIn => plugIn.Kind == PlugInKind.Sink), WriteActionKeys);
        WriteChoice(writer, "action", plugIns.All.Where(static plugIn => plugIn.Kind != PlugInKind.Source), WriteActionKeys, SinkListOptions.Set);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Refers to one of the definitions above, for options that are lists of plans and plug-ins.</summary>
    internal static System.Action<Utf8JsonWriter> ListOf(string definition) => writer =>
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        writer.WriteString("$ref", $"#/$defs/{definition}");
        writer.WriteEndObject();
    };

    private static void WriteChoice(Utf8JsonWriter writer, string name, IEnumerable<PlugIn> plugIns, System.Action<Utf8JsonWriter, string> writeKeys, OptionSet? sinkList = null)
    {
        writer.WriteStartObject(name);
        writer.WriteStartArray("oneOf");
        foreach (var plugIn in plugIns)
            OptionSchema.Write(plugIn.Options, writer, inner => writeKeys(inner, plugIn.Name));
        if (sinkList is not null)
            OptionSchema.Write(sinkList, writer, inner => writeKeys(inner, "sink"));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSourceKeys(Utf8JsonWriter writer, string type)
    {
        WriteType(writer, type);
        WriteTyped(writer, "name", "string", "Name of the source, unique in the flow.");
    }

    private static void WriteActionKeys(Utf8JsonWriter writer, string type)
    {
        WriteType(writer, type);
        WriteTyped(writer, "name", "string", "A name for people.");
        WriteTyped(writer, "enable", "boolean", "False: the action is left out.");
        writer.WriteStartObject("stage");
        writer.WriteString("$ref", "#/$defs/stage");
        writer.WriteString("description", "A queue in front of the action, with workers of its own.");
        writer.WriteEndObject();
        writer.WriteStartObject("resources");
        writer.WriteString("$ref", "#/$defs/resources");
        writer.WriteString("description", "What the action needs while it works on a message; it waits until that is free.");
        writer.WriteEndObject();
        writer.WriteStartObject("on-error");
        writer.WriteString("description", "What becomes of a message that the action cannot work on, where it is otherwise than the plan says.");
        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, string type)
    {
        writer.WriteStartObject("type");
        writer.WriteString("const", type);
        writer.WriteEndObject();
    }

    private static void WriteTyped(Utf8JsonWriter writer, string name, string type, string description)
    {
        writer.WriteStartObject(name);
        writer.WriteString("type", type);
        writer.WriteString("description", description);
        writer.WriteEndObject();
    }
}
