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
    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaximumDepth };

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
    public static Metadata Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, ReaderOptions);
        reader.Read();
        try
        {
            var metadata = reader.TokenType == JsonTokenType.StartObject ? ReadMap(ref reader) : RefuseAll(ref reader);

            // Nothing but white space may follow: more than that, the reader refuses.
            reader.Read();
            return metadata;
        }
        catch (InvalidOperationException exception)
        {
            // Text is decoded only here; what is not UTF-8, or half a surrogate pair, is as wrong as bad grammar.
            throw new JsonException(exception.Message, exception);
        }
    }

    private static Metadata RefuseAll(ref Utf8JsonReader reader)
    {
        var found = reader.TokenType switch
        {
            JsonTokenType.StartArray => "array",
            JsonTokenType.String => "string",
            JsonTokenType.Number => "number",
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            _ => "null",
        };

        // What is not JSON at all is told as such.
        reader.Skip();
        reader.Read();
        throw new JsonException($"Expected an object {{…}}, found {found}.");
    }

    private static Metadata ReadMap(ref Utf8JsonReader reader)
    {
        var builder = new MetadataBuilder();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (name.Length == 0)
                throw new JsonException("A key is empty.");
            reader.Read();
            if (reader.TokenType != JsonTokenType.Null)
                builder.Set(name, ReadValue(ref reader));
        }

        return builder.Build();
    }

    private static MetadataValue ReadValue(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartObject => MetadataValue.Of(ReadMap(ref reader)),
        JsonTokenType.StartArray => MetadataValue.Of(new MetadataList(ReadList(ref reader))),
        _ => default,
    };

    private static MetadataValue[] ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<MetadataValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(ReadValue(ref reader));
        return [.. items];
    }

    private static MetadataValue ReadNumber(ref Utf8JsonReader reader) => reader.TryGetInt64(out var integer) && !reader.ValueSpan.ContainsAny((byte)'.', (byte)'e', (byte)'E')
        ? MetadataValue.Of(integer)
        : MetadataValue.Of(reader.GetDouble());

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
