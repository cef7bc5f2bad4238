using System.Text.Json;

namespace Windrow.Core.Configuration;

/// <summary>Writes nodes as JSON, secrets redacted.</summary>
public static class NodeJson
{
    /// <summary>Writes one JSON value; numbers that JSON lacks (<c>.nan</c>, <c>.inf</c>) become texts.</summary>
    public static void Write(ConfigNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case MappingNode mapping:
                writer.WriteStartObject();
                foreach (var entry in mapping.Entries)
                {
                    writer.WritePropertyName(entry.Name);
                    Write(entry.Value, writer);
                }
                writer.WriteEndObject();
                break;
            case SequenceNode list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(item, writer);
                writer.WriteEndArray();
                break;
            default:
                WriteScalar((ScalarNode)node, writer);
                break;
        }
    }

    private static void WriteScalar(ScalarNode scalar, Utf8JsonWriter writer)
    {
        if (scalar.IsNull)
            writer.WriteNullValue();
        else if (scalar.AsBoolean is { } flag)
            writer.WriteBooleanValue(flag);
        else if (scalar.AsInt64 is { } whole)
            writer.WriteNumberValue(whole);
        else if (scalar.AsDouble is { } number && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(scalar.Kind == ScalarKind.Float ? ScalarText.Of(scalar.AsDouble!.Value) : scalar.Text);
    }
}
