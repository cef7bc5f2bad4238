using System.Buffers.Binary;
using System.Text.Json;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Zarr;

/// <summary>
/// Version 3: one <c>zarr.json</c> for each array and the store; that of the store repeats the others, as zarr-python's inline consolidated
/// metadata do.
/// </summary>
internal sealed class ZarrMetadata3 : ZarrMetadata
{
    private const string File = "zarr.json";

    public override string Consolidated => File;

    public override string ChunkName(ReadOnlySpan<int> chunk)
    {
        var name = "c";
        foreach (var number in chunk)
            name += "." + number;
        return name;
    }

    public override IEnumerable<(string Name, byte[] Content)> FilesOf(ZarrArray array, Func<string, int> lengthOf) =>
        [(File, Json(json => Write(json, array, lengthOf)))];

    public override IEnumerable<(string Name, byte[] Content)> FilesOf(IReadOnlyDictionary<string, object> attributes, IReadOnlyCollection<ZarrArray> arrays, Func<string, int> lengthOf) =>
        [(File, Json(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("zarr_format", 3);
            json.WriteString("node_type", "group");
            json.WriteStartObject("attributes");
            WriteAttributes(json, attributes);
            json.WriteEndObject();
            json.WriteStartObject("consolidated_metadata");
            json.WriteString("kind", "inline");
            json.WriteBoolean("must_understand", false);
            json.WriteStartObject("metadata");
            foreach (var array in arrays)
            {
                json.WritePropertyName(array.Name);
                Write(json, array, lengthOf);
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }))];

    public override void Read(JsonElement consolidated, Dictionary<string, object> attributes, List<(ZarrArray Array, int[] Shape)> arrays)
    {
        if (consolidated.GetProperty("zarr_format").GetInt32() != 3 || !consolidated.TryGetProperty("consolidated_metadata", out var all))
            throw new InvalidDataException("the store has no consolidated metadata of version 3, so this sink did not write it");
        foreach (var (name, value) in ReadAttributes(consolidated.GetProperty("attributes")))
            attributes[name] = value;
        foreach (var entry in all.GetProperty("metadata").EnumerateObject())
        {
            var array = entry.Value;
            var gzip = array.GetProperty("codecs").EnumerateArray().FirstOrDefault(static codec => codec.GetProperty("name").GetString() == "gzip");
            var variable = new CubeVariable(
                entry.Name, array.GetProperty("data_type").GetString() == "float32" ? Precision.Single : Precision.Double,
                [.. array.GetProperty("dimension_names").EnumerateArray().Select(static name => name.GetString()!)],
                ReadNumbers(array.GetProperty("chunk_grid").GetProperty("configuration").GetProperty("chunk_shape")),
                ReadFill(array.GetProperty("fill_value")), ReadAttributes(array.GetProperty("attributes")));
            arrays.Add((new ZarrArray(variable, gzip.ValueKind == JsonValueKind.Object ? gzip.GetProperty("configuration").GetProperty("level").GetInt32() : 0), ReadNumbers(array.GetProperty("shape"))));
        }
    }

    private static void Write(Utf8JsonWriter json, ZarrArray array, Func<string, int> lengthOf)
    {
        var variable = array.Variable;
        json.WriteStartObject();
        json.WriteNumber("zarr_format", 3);
        json.WriteString("node_type", "array");
        WriteNumbers(json, "shape", variable.Dimensions.Select(lengthOf));
        json.WriteString("data_type", variable.Precision == Precision.Double ? "float64" : "float32");
        json.WriteStartObject("chunk_grid");
        json.WriteString("name", "regular");
        json.WriteStartObject("configuration");
        WriteNumbers(json, "chunk_shape", variable.Chunks);
        json.WriteEndObject();
        json.WriteEndObject();

        // All pieces in one directory: one to make durable.
        json.WriteStartObject("chunk_key_encoding");
        json.WriteString("name", "default");
        json.WriteStartObject("configuration");
        json.WriteString("separator", ".");
        json.WriteEndObject();
        json.WriteEndObject();
        WriteFill(json, variable.Fill);
        WriteCodecs(json, array.Compression);
        json.WriteStartObject("attributes");
        WriteAttributes(json, array.Attributes);

        // xarray takes what is missing from this attribute, an octet string of base 64, and not from the fill value.
        if (!double.IsNaN(variable.Fill))
        {
            var octets = new byte[sizeof(double)];
            BinaryPrimitives.WriteDoubleLittleEndian(octets, variable.Precision == Precision.Double ? variable.Fill : (float)variable.Fill);
            json.WriteBase64String("_FillValue", octets);
        }

        json.WriteEndObject();
        WriteTexts(json, "dimension_names", variable.Dimensions);
        json.WriteEndObject();
    }

    private static void WriteCodecs(Utf8JsonWriter json, int compression)
    {
        json.WriteStartArray("codecs");
        json.WriteStartObject();
        json.WriteString("name", "bytes");
        json.WriteStartObject("configuration");
        json.WriteString("endian", "little");
        json.WriteEndObject();
        json.WriteEndObject();
        if (compression > 0)
        {
            json.WriteStartObject();
            json.WriteString("name", "gzip");
            json.WriteStartObject("configuration");
            json.WriteNumber("level", compression);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
