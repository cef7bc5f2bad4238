using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;
using Windrow.Native.Libc;
using Windrow.Native.NetCdf;

namespace Windrow.Fields.NetCdf;

/// <summary>
/// A data set in a NetCDF-4 file. A new file has a temporary name until its first commit, so a reader never sees half a file; one that is there
/// is changed where it is, and consistent after every commit.
/// </summary>
internal sealed class NetCdfStorage : ICubeStorage
{
    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly NetCdfSinkOptions _options;
    private readonly Dictionary<string, CubeVariable> _variables = new(StringComparer.Ordinal);
    private readonly NetCdfFile _file;
    private string _current;

    public NetCdfStorage(string path, NetCdfSinkOptions options, IFileSystem files)
    {
        (_path, _options, _files) = (path, options, files);
        files.CreateDirectory(Path.GetDirectoryName(path)!);
        IsOld = files.Find(path) is not null;
        _current = IsOld ? path : Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.part");
        if (!IsOld && files.Find(_current) is not null)
            files.Delete(_current); // of a run that was killed before its first commit
        _file = IsOld ? NetCdfFile.Open(path) : NetCdfFile.Create(_current);
    }

    public bool IsOld { get; }

    public CubeVariable? Find(string variable)
    {
        if (_variables.TryGetValue(variable, out var known) || !_file.TryFind(variable, out var type, out var dimensions))
            return known;
        var attributes = new Dictionary<string, object>();
        foreach (var name in (ReadOnlySpan<string>)["units", "cell_methods"])
        {
            if (_file.Attribute(variable, name) is { } text)
                attributes[name] = text;
        }

        return _variables[variable] = new CubeVariable(variable, type == NetCdfType.Single ? Precision.Single : Precision.Double, dimensions, [], 0, attributes);
    }

    public int? LengthOf(string dimension) => _file.LengthOf(dimension);

    public void AddDimension(string name, int? length) => _file.AddDimension(name, length);

    public void AddVariable(CubeVariable variable)
    {
        _file.AddVariable(
            variable.Name, variable.Precision == Precision.Single ? NetCdfType.Single : NetCdfType.Double, variable.Dimensions, variable.Chunks, variable.Fill, _options.Deflate, _options.Shuffle);
        foreach (var (name, value) in variable.Attributes)
            _file.SetAttribute(variable.Name, name, value.ToString()!);
        _variables[variable.Name] = variable;
    }

    public void SetAttribute(string? variable, string name, string value) => _file.SetAttribute(variable, name, value);

    public string? Attribute(string name) => _file.Attribute(null, name);

    public double[] Read(string variable)
    {
        var length = 1;
        foreach (var dimension in Find(variable)!.Dimensions)
            length *= _file.LengthOf(dimension)!.Value;
        var values = new double[length];
        if (length > 0)
            _file.Read(variable, values);
        return values;
    }

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values) => _file.Write(variable, start, count, values);

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<float> values) => _file.Write(variable, start, count, values);

    public void Commit()
    {
        _file.Sync();
        FileSync.Sync(_current);
        if (_current == _path)
            return;
        _files.Move(_current, _path);
        _files.SyncDirectory(Path.GetDirectoryName(_path)!);
        _current = _path;
    }

    public void Dispose() => _file.Dispose();
}
