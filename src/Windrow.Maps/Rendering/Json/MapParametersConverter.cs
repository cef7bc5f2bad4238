using System.Text.Json;
using System.Text.Json.Serialization;

namespace Windrow.Maps.Rendering.Json;

/// <summary>Parameters as an object whose keys keep their order.</summary>
internal sealed class MapParametersConverter : JsonConverter<MapParameters>
{
    private static readonly MapValueConverter Values = new();

    public override MapParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Parameters are an object of names and values.");
        var all = new List<MapParameter>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            all.Add(new MapParameter(name, Values.Read(ref reader, typeof(MapValue), options)));
        }

        return new MapParameters(all);
    }

    public override void Write(Utf8JsonWriter writer, MapParameters value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var parameter in value)
        {
            writer.WritePropertyName(parameter.Name);
            Values.Write(writer, parameter.Value, options);
        }

        writer.WriteEndObject();
    }
}
