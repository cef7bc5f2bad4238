using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>Writes what an extractor registers with, and shows that it is there.</summary>
internal static class Heartbeat
{
    /// <param name="random">For the id by which a server tells the processes of an extractor apart.</param>
    public static byte[] Write(DeskSetting setting, Random random)
    {
        Span<byte> id = stackalloc byte[16];
        random.NextBytes(id);

        // A random UUID, by RFC 9562.
        id[6] = (byte)((id[6] & 0x0F) | 0x40);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("id", new Guid(id, bigEndian: true));
            writer.WriteString("queue", setting.Queue);
            writer.WriteString("owner", setting.Owner);
            writer.WritePropertyName("extractor_info");
            writer.WriteRawValue(setting.Info.Document);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
