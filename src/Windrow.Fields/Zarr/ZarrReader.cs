using System.Runtime.InteropServices;
using System.Text.Json;
using Windrow.Core.IO;

namespace Windrow.Fields.Zarr;

/// <summary>Reads the arrays of a store that the sink has written, as numbers; missing values are NaN.</summary>
internal sealed class ZarrReader : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly ZarrMetadata _metadata;
    private readonly Dictionary<string, (ZarrArray Array, int[] Shape)> _arrays = new(StringComparer.Ordinal);
    private readonly ZarrChunks _chunks = new();

    /// <param name="path">Full path of a directory.</param>
    /// <exception cref="InvalidDataException">It is no store that this program reads.</exception>
    public ZarrReader(string path, IFileSystem files)
    {
        (_path, _files) = (path, files);
        _metadata = ZarrMetadata.Of(files.Find(Path.Combine(path, "zarr.json")) is null ? ZarrFormat.V2 : ZarrFormat.V3);
        var arrays = new List<(ZarrArray Array, int[] Shape)>();
        try
        {
            using var json = JsonDocument.Parse(Bytes(Path.Combine(path, _metadata.Consolidated)));
            _metadata.Read(json.RootElement, [], arrays);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FileNotFoundException)
        {
            throw new InvalidDataException($"'{path}' is no Zarr store with consolidated metadata as the zarr sink writes them: {exception.Message}", exception);
        }

        foreach (var (array, shape) in arrays)
            _arrays.Add(array.Name, (array, shape));
    }

    /// <summary>The arrays, in the order of their names, each with its dimensions: <c>t2m(time=4, lat=19, lon=36)</c>.</summary>
    public IReadOnlyList<(string Name, string Description)> Arrays =>
        [.. _arrays.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (pair.Key, $"{pair.Key}({string.Join(", ", pair.Value.Array.Variable.Dimensions.Zip(pair.Value.Shape, static (name, length) => $"{name}={length}"))})"))];

    /// <summary>Whether a directory with a file of this name is a store, or a group or array in one, of this program or another.</summary>
    public static bool IsMark(string name) => name is "zarr.json" or ".zgroup" or ".zmetadata";

    /// <summary>The values of an array, piece by piece in the order of the axes; one piece is in memory at a time.</summary>
    public IEnumerable<double[]> Read(string name)
    {
        var (array, shape) = _arrays[name];
        var counts = shape.Zip(array.Variable.Chunks, static (length, chunk) => (length + chunk - 1) / chunk).ToArray();
        var numbers = new int[shape.Length];
        for (var left = counts.Aggregate(1L, static (product, count) => product * count); left > 0; left--)
        {
            yield return Chunk(array, _metadata.ChunkName(numbers));
            for (var i = numbers.Length - 1; i >= 0 && ++numbers[i] == counts[i]; i--)
                numbers[i] = 0;
        }
    }

    public void Dispose() => _chunks.Dispose();

    private double[] Chunk(ZarrArray array, string name)
    {
        var path = Path.Combine(_path, array.Name, name);
        var values = new double[array.ChunkLength];
        if (_files.Find(path) is null)
        {
            Array.Fill(values, double.NaN);
            return values;
        }

        var bytes = new byte[array.ChunkLength * array.ItemSize];
        ZarrChunks.Decode(Bytes(path), array.Compression, bytes);
        var fill = array.Variable.Fill;
        var singles = MemoryMarshal.Cast<byte, float>(bytes);
        var doubles = MemoryMarshal.Cast<byte, double>(bytes);
        for (var i = 0; i < values.Length; i++)
        {
            var value = array.ItemSize == sizeof(double) ? doubles[i] : singles[i];
            values[i] = value == fill || (array.ItemSize == sizeof(float) && value == (float)fill) ? double.NaN : value;
        }

        return values;
    }

    private byte[] Bytes(string path)
    {
        using var stream = _files.OpenRead(path);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
