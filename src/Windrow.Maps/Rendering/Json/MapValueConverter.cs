using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windrow.Maps.Rendering.Json;

/// <summary>Integers and reals are told apart by a point or an exponent, so reals are written with one: <c>2.0</c>.</summary>
internal sealed class MapValueConverter : JsonConverter<MapValue>
{
    public override MapValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.String => MapValue.Of(reader.GetString()!),
        JsonTokenType.True => MapValue.Of(true),
        JsonTokenType.False => MapValue.Of(false),
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.StartArray => ReadList(ref reader),
        _ => throw new JsonException("A parameter is a text, a number, true, false, or a list of texts or numbers."),
    };

    public override void Write(Utf8JsonWriter writer, MapValue value, JsonSerializerOptions options)
    {
        switch (value.Kind)
        {
            case MapValueKind.Text:
                writer.WriteStringValue(value.Text);
                break;
            case MapValueKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case MapValueKind.Real:
                WriteReal(writer, value.Real);
                break;
            default:
                writer.WriteStartArray();
                foreach (var text in value.Kind == MapValueKind.Texts ? value.Texts : [])
                    writer.WriteStringValue(text);
                foreach (var integer in value.Kind == MapValueKind.Integers ? value.Integers : [])
                    writer.WriteNumberValue(integer);
                foreach (var real in value.Kind == MapValueKind.Reals ? value.Reals : [])
                    WriteReal(writer, real);
                writer.WriteEndArray();
                break;
        }
    }

    private static MapValue ReadNumber(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.IndexOfAny(".eE"u8) < 0)
            return reader.TryGetInt32(out var integer) ? MapValue.Of(integer) : throw new JsonException("An integer has to fit in 32 bits.");
        return MapValue.Of(reader.GetDouble());
    }

    private static MapValue ReadList(ref Utf8JsonReader reader)
    {
        var items = new List<MapValue>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            items.Add(reader.TokenType switch
            {
                JsonTokenType.String => MapValue.Of(reader.GetString()!),
                JsonTokenType.Number => ReadNumber(ref reader),
                _ => throw new JsonException("A list has texts only, or numbers only."),
            });
        }

        if (items.TrueForAll(static item => item.Kind == MapValueKind.Text))
            return MapValue.Of(items.Select(static item => item.Text));
        if (items.Exists(static item => item.Kind == MapValueKind.Text))
            throw new JsonException("A list has texts only, or numbers only.");
        return items.TrueForAll(static item => item.Kind == MapValueKind.Integer)
            ? MapValue.Of(items.Select(static item => item.Integer))
            : MapValue.Of(items.Select(static item => item.Kind == MapValueKind.Integer ? item.Integer : item.Real));
    }

    private static void WriteReal(Utf8JsonWriter writer, double real)
    {
        if (!double.IsFinite(real))
            throw new JsonException($"{real} is no value of a parameter.");
        var text = real.ToString("R", CultureInfo.InvariantCulture);
        if (text.AsSpan().IndexOfAny('.', 'E') < 0)
            text += ".0";
        // A decimal keeps its zeros, and unlike raw text it is put on a line of its own where the writer does that.
        if (!text.Contains('E', StringComparison.Ordinal) && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact))
            writer.WriteNumberValue(exact);
        else
            writer.WriteRawValue(text);
    }
}
