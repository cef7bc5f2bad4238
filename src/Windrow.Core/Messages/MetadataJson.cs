using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windrow.Core.Messages;

/// <summary>
/// Metadata as JSON. Integers stay int64 and numbers with a point or exponent stay double in both directions (a double
/// without a fraction is written <c>1.0</c>); times are written as RFC 3339 and ISO 8601 text, bytes as base64, and are
/// text when read again. JSON null means absent.
/// </summary>
public static class MetadataJson
{
    /// <summary>Nesting beyond this is refused: no message needs it, and hostile ones have it.</summary>
    public const int MaximumDepth = 64;

    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

    public static string ToText(MetadataValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, MetadataValue value)
    {
        switch (value.Type)
        {
            case MetadataType.None:
                writer.WriteNullValue();
                break;
            case MetadataType.Bool:
                writer.WriteBooleanValue(value.TryGetBool(out var flag) && flag);
                break;
            case MetadataType.Int64:
                _ = value.TryGetInt64(out var integer);
                writer.WriteNumberValue(integer);
                break;
            case MetadataType.Double or MetadataType.Float32:
                WriteReal(writer, value);
                break;
            case MetadataType.List:
                _ = value.TryGetList(out var list);
                writer.WriteStartArray();
                foreach (var item in list!.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case MetadataType.Map:
                _ = value.TryGetMap(out var map);
                Write(writer, map!);
                break;
            default:
                writer.WriteStringValue(value.ToString());
                break;
        }
    }

    public static void Write(Utf8JsonWriter writer, Metadata metadata)
    {
        writer.WriteStartObject();
        for (var i = 0; i < metadata.Count; i++)
        {
            writer.WritePropertyName(metadata.Shape.Keys[i].Name);
            Write(writer, metadata.ValueAt(i));
        }

        writer.WriteEndObject();
    }

    /// <summary>Reads one JSON object.</summary>
    /// <exception cref="JsonException">The text is not JSON, not an object, or nested too deeply.</exception>
    public static Metadata Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8, ReaderOptions);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException($"Expected an object {{…}}, found {document.RootElement.ValueKind.ToString().ToLowerInvariant()}.");
        try
        {
            return ReadMap(document.RootElement);
        }
        catch (InvalidOperationException exception)
        {
            // Text is decoded only here; what is not UTF-8, or half a surrogate pair, is as wrong as bad grammar.
            throw new JsonException(exception.Message, exception);
        }
    }

    private static Metadata ReadMap(JsonElement element)
    {
        var builder = new MetadataBuilder();
        foreach (var property in element.EnumerateObject())
        {
            if (property.Name.Length == 0)
                throw new JsonException("A key is empty.");
            if (property.Value.ValueKind != JsonValueKind.Null)
                builder.Set(property.Name, Read(property.Value));
        }

        return builder.Build();
    }

    private static MetadataValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String => element.GetString()!,
        JsonValueKind.Number => ReadNumber(element),
        JsonValueKind.Object => MetadataValue.Of(ReadMap(element)),
        JsonValueKind.Array => MetadataValue.Of(new MetadataList(ReadList(element))),
        _ => default,
    };

    private static MetadataValue[] ReadList(JsonElement element)
    {
        var items = new MetadataValue[element.GetArrayLength()];
        var next = 0;
        foreach (var item in element.EnumerateArray())
            items[next++] = Read(item);
        return items;
    }

    private static MetadataValue ReadNumber(JsonElement element) => element.TryGetInt64(out var integer) && !element.GetRawText().AsSpan().ContainsAny('.', 'e', 'E')
        ? MetadataValue.Of(integer)
        : MetadataValue.Of(element.GetDouble());

    // JSON knows no NaN and no infinity: they are written as text.
    private static void WriteReal(Utf8JsonWriter writer, MetadataValue value)
    {
        var text = value.ToString();
        if (!value.TryGetNumber(out var number) || !double.IsFinite(number))
            writer.WriteStringValue(text);
        else if (text.AsSpan().ContainsAny('.', 'E'))
            writer.WriteRawValue(text, skipInputValidation: true);
        else
            writer.WriteRawValue(string.Create(CultureInfo.InvariantCulture, $"{text}.0"), skipInputValidation: true);
    }
}
