using System.Text.Json;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Zarr;

/// <summary>Version 2: <c>.zarray</c> and <c>.zattrs</c> of each array, <c>.zgroup</c> and <c>.zattrs</c> of the store, and all of them once more in <c>.zmetadata</c>.</summary>
internal sealed class ZarrMetadata2 : ZarrMetadata
{
    private const string Dimensions = "_ARRAY_DIMENSIONS";

    public override string Consolidated => ".zmetadata";

    public override string ChunkName(ReadOnlySpan<int> chunk)
    {
        var name = "";
        foreach (var number in chunk)
            name += name.Length == 0 ? $"{number}" : $".{number}";
        return name.Length == 0 ? "0" : name;
    }

    public override IEnumerable<(string Name, byte[] Content)> FilesOf(ZarrArray array, Func<string, int> lengthOf) =>
        [(".zattrs", Json(json => WriteAttributesOf(json, array))), (".zarray", Json(json => Write(json, array, lengthOf)))];

    public override IEnumerable<(string Name, byte[] Content)> FilesOf(IReadOnlyDictionary<string, object> attributes, IReadOnlyCollection<ZarrArray> arrays, Func<string, int> lengthOf) =>
    [
        (".zgroup", Json(WriteGroup)),
        (".zattrs", Json(json => WriteAttributesOf(json, attributes))),
        (Consolidated, Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("zarr_consolidated_format", 1);
            json.WriteStartObject("metadata");
            json.WritePropertyName(".zgroup");
            WriteGroup(json);
            json.WritePropertyName(".zattrs");
            WriteAttributesOf(json, attributes);
            foreach (var array in arrays)
            {
                json.WritePropertyName(array.Name + "/.zarray");
                Write(json, array, lengthOf);
                json.WritePropertyName(array.Name + "/.zattrs");
                WriteAttributesOf(json, array);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        })),
    ];

    public override void Read(JsonElement consolidated, Dictionary<string, object> attributes, List<(ZarrArray Array, int[] Shape)> arrays)
    {
        var all = consolidated.GetProperty("metadata");
        foreach (var (name, value) in ReadAttributes(all.GetProperty(".zattrs")))
            attributes[name] = value;
        foreach (var entry in all.EnumerateObject())
        {
            if (!entry.Name.EndsWith("/.zarray", StringComparison.Ordinal))
                continue;
            var (name, array) = (entry.Name[..^8], entry.Value);
            var own = all.GetProperty(name + "/.zattrs");
            var compressor = array.GetProperty("compressor");
            var variable = new CubeVariable(
                name, array.GetProperty("dtype").GetString() == "<f4" ? Precision.Single : Precision.Double,
                [.. own.GetProperty(Dimensions).EnumerateArray().Select(static dimension => dimension.GetString()!)],
                ReadNumbers(array.GetProperty("chunks")), ReadFill(array.GetProperty("fill_value")), ReadAttributes(own));
            arrays.Add((new ZarrArray(variable, compressor.ValueKind == JsonValueKind.Object ? compressor.GetProperty("level").GetInt32() : 0), ReadNumbers(array.GetProperty("shape"))));
        }
    }

    private static void WriteGroup(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("zarr_format", 2);
        json.WriteEndObject();
    }

    private static void WriteAttributesOf(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object>> attributes)
    {
        json.WriteStartObject();
        WriteAttributes(json, attributes);
        json.WriteEndObject();
    }

    private static void WriteAttributesOf(Utf8JsonWriter json, ZarrArray array)
    {
        json.WriteStartObject();
        WriteTexts(json, Dimensions, array.Variable.Dimensions);
        WriteAttributes(json, array.Attributes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ZarrArray array, Func<string, int> lengthOf)
    {
        var variable = array.Variable;
        json.WriteStartObject();
        json.WriteNumber("zarr_format", 2);
        WriteNumbers(json, "shape", variable.Dimensions.Select(lengthOf));
        WriteNumbers(json, "chunks", variable.Chunks);
        json.WriteString("dtype", variable.Precision == Precision.Double ? "<f8" : "<f4");
        if (array.Compression > 0)
        {
            json.WriteStartObject("compressor");
            json.WriteString("id", "gzip");
            json.WriteNumber("level", array.Compression);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("compressor");
        }

        WriteFill(json, variable.Fill);
        json.WriteString("order", "C");
        json.WriteNull("filters");
        json.WriteEndObject();
    }
}
