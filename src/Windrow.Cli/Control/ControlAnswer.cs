using System.Text.Json;

namespace Windrow.Cli.Control;

/// <summary>The short answers of a running flow.</summary>
internal static class ControlAnswer
{
    public static readonly byte[] Done = "{\"ok\":true}\n"u8.ToArray();

    public static byte[] Refusal(string why)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok", false);
            writer.WriteString("error", why);
            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }
}
