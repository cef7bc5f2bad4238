using System.Buffers;
using System.Text.Json;

namespace Windrow.Core.Messages;

/// <summary>A message as a JSON object, for others: <c>id</c>, <c>kind</c>, <c>origin</c>, <c>metadata</c>.</summary>
public static class MessageJson
{
    /// <param name="keys">The metadata to write; where there are none, all that are set, and those that identify the message.</param>
    public static void Write(IBufferWriter<byte> into, Message message, IReadOnlyCollection<MetadataKey> keys)
    {
        using var writer = new Utf8JsonWriter(into, MetadataJson.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("id", message.Id.ToString());
        writer.WriteString("kind", message.Kind.ToString().ToLowerInvariant());
        writer.WriteString("origin", message.Origin.ToString());
        writer.WritePropertyName("metadata");
        MetadataJson.Write(writer, keys.Count == 0 ? message.Metadata.Materialise([]) : message.Metadata.Pick(keys));
        writer.WriteEndObject();
    }
}
