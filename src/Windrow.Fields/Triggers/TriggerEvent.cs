using System.Buffers;
using System.Text.Json;

namespace Windrow.Fields.Triggers;

/// <summary>
/// An event as multio writes it: <c>{"type":"MetadataChange","info":{"app":"multio","job":"234"},"metadata":{"step":"3"}}</c>. All values are text,
/// and the keys of <c>info</c> are sorted.
/// </summary>
internal static class TriggerEvent
{
    private const string App = "app";

    public static ReadOnlyMemory<byte> Write(string type, IReadOnlyDictionary<string, string> info, string key, string value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WriteStartObject("info");
            foreach (var (name, text) in info.Append(new(App, info.GetValueOrDefault(App, "multio"))).DistinctBy(static pair => pair.Key).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
                writer.WriteString(name, text);
            writer.WriteEndObject();
            writer.WriteStartObject("metadata");
            writer.WriteString(key, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
