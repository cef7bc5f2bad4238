using System.Runtime.InteropServices;
using System.Text.Json;
using Windrow.Core.IO;
using Windrow.Fields.Cubes.Storage;

namespace Windrow.Fields.Zarr;

/// <summary>
/// A data set in a Zarr store on the file system. Readers see a store of one commit or another: pieces come first, then the metadata of the
/// arrays, and the consolidated metadata, which is what is read here when the store is continued, at the end.
/// </summary>
internal sealed class ZarrStorage : ICubeStorage
{
    private readonly string _path;
    private readonly ZarrSinkOptions _options;
    private readonly ZarrMetadata _metadata;
    private readonly ZarrFiles _files;
    private readonly ZarrChunks _chunks = new();
    private readonly Dictionary<string, ZarrArray> _arrays = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> _attributes = new(StringComparer.Ordinal);
    private readonly HashSet<ZarrArray> _changed = [];
    private bool _isWritten;

    public ZarrStorage(string path, ZarrSinkOptions options, IFileSystem files)
    {
        (_path, _options, _files, _metadata) = (path, options, new ZarrFiles(files), ZarrMetadata.Of(options.Format));
        var consolidated = Path.Combine(path, _metadata.Consolidated);
        IsOld = _files.Exists(consolidated);
        if (IsOld)
            Load(consolidated);
        else if (_files.Exists(Path.Combine(path, ZarrMetadata.Of(options.Format == ZarrFormat.V3 ? ZarrFormat.V2 : ZarrFormat.V3).Consolidated)))
            throw new InvalidDataException("it is a store of the other version of Zarr, which 'zarr-format' can be set to");
        else
            _files.CreateDirectory(path);
    }

    public bool IsOld { get; }

    public CubeVariable? Find(string variable) => _arrays.TryGetValue(variable, out var array) ? array.Variable with { Attributes = array.Attributes } : null;

    public int? LengthOf(string dimension) => _lengths.TryGetValue(dimension, out var length) ? length : null;

    public void AddDimension(string name, int? length) => _lengths[name] = length ?? 0;

    public void AddVariable(CubeVariable variable)
    {
        var array = new ZarrArray(variable, _options.Deflate);
        _files.CreateDirectory(Path.Combine(_path, variable.Name));
        _arrays[variable.Name] = array;
        _changed.Add(array);
    }

    public void SetAttribute(string? variable, string name, string value)
    {
        if (variable is null)
        {
            _attributes[name] = value;
            return;
        }

        _arrays[variable].Attributes[name] = value;
        _changed.Add(_arrays[variable]);
    }

    public string? Attribute(string name) => _attributes.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>All values of an array that is stored in pieces along its first dimension only, as coordinates are.</summary>
    public double[] Read(string variable)
    {
        var array = _arrays[variable];
        var row = array.ChunkLength / array.Variable.Chunks[0];
        var values = new double[_lengths[array.Variable.Dimensions[0]] * row];
        Span<int> chunk = stackalloc int[array.Variable.Dimensions.Count];
        chunk.Clear();
        for (var start = 0; start < values.Length; start += array.ChunkLength)
        {
            Part(array, _metadata.ChunkName(chunk)).AsSpan(0, Math.Min(array.ChunkLength, values.Length - start)).CopyTo(values.AsSpan(start));
            chunk[0]++;
        }

        return values;
    }

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values)
    {
        var array = _arrays[variable];
        if (!TryWhole(array, start, count, out var chunk))
        {
            // A row or more of a coordinate.
            var row = array.ChunkLength / array.Variable.Chunks[0];
            array.Touched.Add(chunk);
            values.CopyTo(Part(array, chunk).AsSpan(start[0] % array.Variable.Chunks[0] * row));
        }
        else
        {
            WriteChunk(array, chunk, values);
        }

        Grow(array, start, count);
    }

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<float> values)
    {
        var array = _arrays[variable];
        if (!TryWhole(array, start, count, out var chunk))
            throw new ArgumentException("values in single precision are written by whole pieces", nameof(values));
        WriteChunk(array, chunk, values);
        Grow(array, start, count);
    }

    public void Commit()
    {
        if (!_isWritten)
            return;
        foreach (var array in _arrays.Values)
        {
            foreach (var chunk in array.Touched)
                WriteChunk<double>(array, chunk, array.Parts[chunk]);
            array.Touched.Clear();
        }

        _files.Publish();
        foreach (var array in _changed)
        {
            foreach (var (name, content) in _metadata.FilesOf(array, dimension => _lengths[dimension]))
                _files.Write(Path.Combine(_path, array.Name, name), content);
        }

        _files.Publish();
        foreach (var (name, content) in _metadata.FilesOf(_attributes, _arrays.Values, dimension => _lengths[dimension]))
            _files.Write(Path.Combine(_path, name), content);
        _files.Publish();
        _changed.Clear();
        _isWritten = false;
    }

    public void Dispose()
    {
        _files.Discard();
        _chunks.Dispose();
    }

    private void WriteChunk<T>(ZarrArray array, string chunk, ReadOnlySpan<T> values)
        where T : unmanaged => _files.Write(Path.Combine(_path, array.Name, chunk), _chunks.Encode(values, array.Compression));

    private bool TryWhole(ZarrArray array, ReadOnlySpan<int> start, ReadOnlySpan<int> count, out string chunk)
    {
        Span<int> numbers = stackalloc int[start.Length];
        var isWhole = true;
        for (var i = 0; i < start.Length; i++)
        {
            numbers[i] = start[i] / array.Variable.Chunks[i];
            isWhole &= start[i] % array.Variable.Chunks[i] == 0 && count[i] == array.Variable.Chunks[i];
        }

        chunk = _metadata.ChunkName(numbers);
        return isWhole;
    }

    // All arrays over a dimension grow together.
    private void Grow(ZarrArray array, ReadOnlySpan<int> start, ReadOnlySpan<int> count)
    {
        _isWritten = true;
        for (var i = 0; i < start.Length; i++)
        {
            var dimension = array.Variable.Dimensions[i];
            if (start[i] + count[i] <= _lengths[dimension])
                continue;
            _lengths[dimension] = start[i] + count[i];
            _changed.UnionWith(_arrays.Values.Where(other => other.Variable.Dimensions.Contains(dimension)));
        }
    }

    private double[] Part(ZarrArray array, string chunk)
    {
        if (array.Parts.TryGetValue(chunk, out var values))
            return values;
        values = new double[array.ChunkLength];
        var path = Path.Combine(_path, array.Name, chunk);
        if (_files.Exists(path))
            ZarrChunks.Decode(_files.Read(path), array.Compression, MemoryMarshal.AsBytes(values.AsSpan()));
        else
            Array.Fill(values, array.Variable.Fill);
        return array.Parts[chunk] = values;
    }

    private void Load(string consolidated)
    {
        try
        {
            using var json = JsonDocument.Parse(_files.Read(consolidated));
            var arrays = new List<(ZarrArray Array, int[] Shape)>();
            _metadata.Read(json.RootElement, _attributes, arrays);
            foreach (var (array, shape) in arrays)
            {
                _arrays[array.Name] = array;
                for (var i = 0; i < shape.Length; i++)
                    _lengths[array.Variable.Dimensions[i]] = shape[i];
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{_metadata.Consolidated} is not as this sink writes it: {exception.Message}", exception);
        }
    }
}
