using System.Text.Json;

namespace Windrow.Fields.Zarr;

/// <summary>The metadata of a store in one version of Zarr: which files they are in and how.</summary>
internal abstract class ZarrMetadata
{
    public static ZarrMetadata Of(ZarrFormat format) => format == ZarrFormat.V3 ? new ZarrMetadata3() : new ZarrMetadata2();

    /// <summary>The file of the store that has the metadata of all arrays, and is written last.</summary>
    public abstract string Consolidated { get; }

    /// <summary>The name of a piece's file, below its array's directory.</summary>
    public abstract string ChunkName(ReadOnlySpan<int> chunk);

    /// <summary>The files of an array, below its directory.</summary>
    /// <param name="lengthOf">The present length of a dimension.</param>
    public abstract IEnumerable<(string Name, byte[] Content)> FilesOf(ZarrArray array, Func<string, int> lengthOf);

    /// <summary>The files of the store itself, the consolidated one at the end.</summary>
    public abstract IEnumerable<(string Name, byte[] Content)> FilesOf(IReadOnlyDictionary<string, object> attributes, IReadOnlyCollection<ZarrArray> arrays, Func<string, int> lengthOf);

    /// <summary>Reads the consolidated file.</summary>
    /// <exception cref="InvalidDataException">It is none that this sink wrote.</exception>
    public abstract void Read(JsonElement consolidated, Dictionary<string, object> attributes, List<(ZarrArray Array, int[] Shape)> arrays);

    protected static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
            write(writer);
        return stream.ToArray();
    }

    protected static void WriteAttributes(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, object>> attributes)
    {
        foreach (var (name, value) in attributes)
            json.WriteString(name, value.ToString());
    }

    protected static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    protected static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    protected static void WriteFill(Utf8JsonWriter json, double fill)
    {
        if (double.IsNaN(fill))
            json.WriteString("fill_value", "NaN");
        else
            json.WriteNumber("fill_value", fill);
    }

    protected static double ReadFill(JsonElement fill) => fill.ValueKind == JsonValueKind.Number ? fill.GetDouble() : double.NaN;

    protected static int[] ReadNumbers(JsonElement array) => [.. array.EnumerateArray().Select(static number => number.GetInt32())];

    protected static Dictionary<string, object> ReadAttributes(JsonElement attributes) => attributes.EnumerateObject()
        .Where(static attribute => attribute.Value.ValueKind == JsonValueKind.String && attribute.Name != "_FillValue")
        .ToDictionary(static attribute => attribute.Name, static attribute => (object)attribute.Value.GetString()!);
}
