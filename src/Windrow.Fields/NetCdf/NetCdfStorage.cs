using Windrow.Core.IO;
using Windrow.Core.Payloads;
using Windrow.Fields.Cubes.Storage;
using Windrow.Native.Libc;
using Windrow.Native.NetCdf;

namespace Windrow.Fields.NetCdf;

/// <summary>
/// A data set in a NetCDF-4 file. HDF5 has no journal, and a file that is killed in the midst of a change may never open again; so what is
/// changed is a copy under a temporary name, which takes the place of the file at the commit. Readers see a whole file at any time, and no lock.
/// Nor does HDF5 survive a full disk: it keeps the file open for ever and may crash when the process ends. So space is taken before anything is written.
/// </summary>
internal sealed class NetCdfStorage : ICubeStorage
{
    /// <summary>For HDF5's own tables and what it writes in larger pieces than it is given.</summary>
    private const long Margin = 1 << 20;

    /// <summary>What an entry in HDF5's tables may take: of a piece, or of a variable with its attributes.</summary>
    private const long Entry = 8 << 10;

    private readonly IFileSystem _files;
    private readonly string _path;
    private readonly string _draft;
    private readonly NetCdfSinkOptions _options;
    private readonly Dictionary<string, CubeVariable> _variables = new(StringComparer.Ordinal);
    private NetCdfFile? _open;
    private bool _isChanged;
    private long _needed;
    private long _reserved;

    public NetCdfStorage(string path, NetCdfSinkOptions options, IFileSystem files)
    {
        (_path, _options, _files) = (path, options, files);
        _draft = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.part");
        files.CreateDirectory(Path.GetDirectoryName(path)!);
        IsOld = files.Find(path) is not null;
    }

    public bool IsOld { get; }

    public CubeVariable? Find(string variable)
    {
        if (_variables.TryGetValue(variable, out var known) || !File.TryFind(variable, out var type, out var dimensions))
            return known;
        var attributes = new Dictionary<string, object>();
        foreach (var name in (ReadOnlySpan<string>)["units", "cell_methods"])
        {
            if (File.Attribute(variable, name) is { } text)
                attributes[name] = text;
        }

        return _variables[variable] = new CubeVariable(variable, type == NetCdfType.Single ? Precision.Single : Precision.Double, dimensions, [], 0, attributes);
    }

    public int? LengthOf(string dimension) => File.LengthOf(dimension);

    public void AddDimension(string name, int? length) => Changing(0).AddDimension(name, length);

    public void AddVariable(CubeVariable variable)
    {
        Changing(Entry).AddVariable(
            variable.Name, variable.Precision == Precision.Single ? NetCdfType.Single : NetCdfType.Double, variable.Dimensions, variable.Chunks, variable.Fill, _options.Deflate, _options.Shuffle);
        foreach (var (name, value) in variable.Attributes)
            File.SetAttribute(variable.Name, name, value.ToString()!);
        _variables[variable.Name] = variable;
    }

    public void SetAttribute(string? variable, string name, string value) => Changing(Entry).SetAttribute(variable, name, value);

    public string? Attribute(string name) => File.Attribute(null, name);

    public double[] Read(string variable)
    {
        var length = 1;
        foreach (var dimension in Find(variable)!.Dimensions)
            length *= File.LengthOf(dimension)!.Value;
        var values = new double[length];
        if (length > 0)
            File.Read(variable, values);
        return values;
    }

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<double> values) =>
        Changing(((long)values.Length * sizeof(double)) + Entry).Write(variable, start, count, values);

    public void Write(string variable, ReadOnlySpan<int> start, ReadOnlySpan<int> count, ReadOnlySpan<float> values) =>
        Changing(((long)values.Length * sizeof(float)) + Entry).Write(variable, start, count, values);

    public void Commit()
    {
        // What was only looked at stays as it is.
        if (_open is null || !_isChanged)
            return;
        Close();
        FileSpace.Release(_draft);
        FileSync.Sync(_draft);
        _files.Move(_draft, _path);
        _files.SyncDirectory(Path.GetDirectoryName(_path)!);
    }

    public void Dispose()
    {
        if (_open is null)
            return;
        Close();
        _files.Delete(_draft);
    }

    // The draft, begun with the first access behind a commit.
    private NetCdfFile File => _open ??= Begin();

    /// <param name="octets">By how much the file may grow.</param>
    private NetCdfFile Changing(long octets)
    {
        var file = File;
        Reserve(_needed + octets);
        _isChanged = true;
        return file;
    }

    private void Reserve(long octets)
    {
        if (octets >= _reserved)
        {
            FileSpace.Reserve(_draft, octets + Margin);
            _reserved = octets + Margin;
        }

        _needed = octets;
    }

    private NetCdfFile Begin()
    {
        if (_files.Find(_draft) is not null)
            _files.Delete(_draft); // of a run that was killed
        _reserved = 0;
        try
        {
            return _files.Find(_path) is { } old ? Continue(old.Length) : Create();
        }
        catch
        {
            // Half a copy would take the room that is missing.
            if (_files.Find(_draft) is not null)
                _files.Delete(_draft);
            throw;
        }
    }

    private NetCdfFile Create()
    {
        // libnetcdf makes the file itself, so this only looks whether there is room.
        Reserve(0);
        _files.Delete(_draft);
        var file = NetCdfFile.Create(_draft);
        _reserved = 0;
        Reserve(Margin);
        return file;
    }

    private NetCdfFile Continue(long length)
    {
        FileClone.Copy(_path, _draft);
        Reserve(length + Margin);
        try
        {
            return NetCdfFile.Open(_draft);
        }
        catch (NetCdfException exception)
        {
            throw new InvalidDataException($"what is there is no NetCDF-4 file that can be continued: {exception.Message}", exception);
        }
    }

    private void Close()
    {
        var file = _open!;
        (_open, _isChanged) = (null, false);
        file.Dispose();
    }
}
