using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windrow.Maps.Rendering.Json;

/// <summary>
/// The form of an order in JSON: keys as the properties of <see cref="MapOrder"/>, parameters as objects in their order,
/// reals always with a point. An order that is read and written again is the same text.
/// </summary>
public static class MapOrderJson
{
    // For files that people read: 'è' and '+' as they are. Nothing puts this into a web page.
    private static readonly RenderingJson ForFiles = new(new JsonSerializerOptions(RenderingJson.Default.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>UTF-8 in many lines, for a file.</summary>
    public static byte[] Write(MapOrder order) => JsonSerializer.SerializeToUtf8Bytes(order, ForFiles.MapOrder);

    /// <summary>One line, for another process.</summary>
    internal static string WriteLine(MapOrder order) => JsonSerializer.Serialize(order, RenderingJson.Default.MapOrder);

    /// <exception cref="JsonException">The text is no order; the message says where and why.</exception>
    public static MapOrder Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var order = JsonSerializer.Deserialize(json, RenderingJson.Default.MapOrder) ?? throw new JsonException("'null' is no order.");
            // Which the serialiser lets pass within lists, though nothing could be done with it.
            if (order.Steps.Contains(null!) || order.Postprocess.Contains(null!) || order.Pictures.Contains(null!))
                throw new JsonException("A step, a postprocessor or a picture is null.");
            return order;
        }
        catch (JsonException exception)
        {
            throw new JsonException($"{PlaceOf(exception)}{ReasonOf(exception)}", exception);
        }
        catch (NotSupportedException exception)
        {
            // A postprocessor without its type.
            throw new JsonException(ReasonOf(exception), exception);
        }
    }

    internal static MapOrder ReadLine(string line) => Read(Encoding.UTF8.GetBytes(line));

    private static string PlaceOf(JsonException exception) => exception is { LineNumber: { } line, BytePositionInLine: { } octet }
        ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, octet {octet + 1} ({exception.Path}): ")
        : "";

    // Some messages have the place at their end, in words of the serialiser.
    private static string ReasonOf(Exception exception) => exception.Message.Split(" Path: $", 2)[0];
}
