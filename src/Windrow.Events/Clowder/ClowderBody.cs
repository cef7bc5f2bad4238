using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core.Messages;

namespace Windrow.Events.Clowder;

/// <summary>Writes the body of an event for an extractor: as it came, with some values in place of those it had or beside them.</summary>
internal static class ClowderBody
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <param name="original">The body that came; empty: there is none.</param>
    /// <param name="changes">Values by name; those that the body has are replaced where they stand.</param>
    /// <exception cref="JsonException">The body is no JSON object.</exception>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> original, ReadOnlySpan<(string Name, MetadataValue Value)> changes)
    {
        using var writer = new Utf8JsonWriter(to, Options);
        writer.WriteStartObject();
        if (!original.IsEmpty)
            Copy(writer, ClowderEvent.Utf8Of(original), changes);
        foreach (var (name, value) in changes)
        {
            if (value.IsNone)
                continue;
            writer.WritePropertyName(name);
            MetadataJson.Write(writer, value);
        }

        writer.WriteEndObject();
    }

    // Octet for octet, so that a number or a text is as the server wrote it.
    private static void Copy(Utf8JsonWriter writer, ReadOnlySpan<byte> original, ReadOnlySpan<(string Name, MetadataValue Value)> changes)
    {
        var reader = new Utf8JsonReader(original);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The body is no object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (IsAmong(changes, name))
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(original[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private static bool IsAmong(ReadOnlySpan<(string Name, MetadataValue Value)> changes, string name)
    {
        foreach (var (changed, _) in changes)
        {
            if (changed == name)
                return true;
        }

        return false;
    }
}
