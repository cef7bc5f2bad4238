using System.Text.Json;

namespace Windrow.Core.Flows.Testing;

/// <summary>The JSON Schema of what tests hold in a form of its own.</summary>
internal static class TestSchema
{
    public static void Object(Utf8JsonWriter writer) => writer.WriteString("type", "object");

    public static void Numbers(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "array");
        writer.WriteStartObject("items");
        writer.WriteString("type", "number");
        writer.WriteEndObject();
    }
}
