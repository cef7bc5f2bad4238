using System.Runtime.InteropServices;
using System.Text;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.NetCdf;

/// <summary>A NetCDF-4 file that is open for reading and writing. Safe for several threads: libnetcdf is not, so there is one lock for the process.</summary>
public sealed unsafe partial class NetCdfFile : IDisposable
{
    private const int MostDimensions = 8;

    private static readonly Lock Turn = new();

    [ThreadStatic]
    private static bool _isQuiet;

    private readonly string _path;
    private readonly int _file;
    private bool _isClosed;

    private NetCdfFile(string path, int file) => (_path, _file) = (path, file);

    /// <summary>Makes a file, which must not be there.</summary>
    /// <exception cref="NetCdfException">It cannot be made.</exception>
    /// <exception cref="NativeLibraryMissingException">The library is not installed.</exception>
    public static NetCdfFile Create(string path)
    {
        using (Enter())
        {
            Check(NetCdfApi.nc_create(path, NetCdfApi.NetCdf4 | NetCdfApi.NoClobber, out var file), $"make '{path}'");
            return new NetCdfFile(path, file);
        }
    }

    /// <summary>Opens a file.</summary>
    /// <inheritdoc cref="Create"/>
    public static NetCdfFile Open(string path)
    {
        using (Enter())
        {
            Check(NetCdfApi.nc_open(path, NetCdfApi.Write, out var file), $"open '{path}'");
            return new NetCdfFile(path, file);
        }
    }

    /// <summary>Opens a file for reading only.</summary>
    /// <inheritdoc cref="Create"/>
    public static NetCdfFile OpenRead(string path)
    {
        using (Enter())
        {
            Check(NetCdfApi.nc_open(path, 0, out var file), $"open '{path}'");
            return new NetCdfFile(path, file);
        }
    }

    /// <summary>Hands everything to the operating system.</summary>
    /// <exception cref="NetCdfException">What was still in memory cannot be written.</exception>
    public void Dispose()
    {
        using (Enter())
        {
            if (_isClosed)
                return;
            _isClosed = true;
            Check(NetCdfApi.nc_close(_file), $"close '{_path}'");
        }
    }

    /// <summary>The length of a dimension; null: there is none of the name.</summary>
    public int? LengthOf(string dimension)
    {
        using (Enter())
        {
            var status = NetCdfApi.nc_inq_dimid(_file, dimension, out var id);
            if (status == NetCdfApi.NotFoundDimension)
                return null;
            Check(status, $"find the dimension '{dimension}'");
            Check(NetCdfApi.nc_inq_dim(_file, id, null, out var length), $"read the dimension '{dimension}'");
            return checked((int)length);
        }
    }

    /// <param name="length">Null: it grows.</param>
    public void AddDimension(string name, int? length)
    {
        using (Enter())
            Check(NetCdfApi.nc_def_dim(_file, name, (nuint)(length ?? 0), out _), $"make the dimension '{name}'");
    }

    /// <summary>Writes an attribute, in place of one of the name.</summary>
    /// <param name="variable">Null: of the file.</param>
    public void SetAttribute(string? variable, string name, string value)
    {
        var octets = Encoding.UTF8.GetBytes(value);
        using (Enter())
            Check(NetCdfApi.nc_put_att_text(_file, IdOf(variable), name, (nuint)octets.Length, octets), $"write the attribute '{name}'");
    }

    /// <summary>An attribute that is a text; null: there is none.</summary>
    public string? Attribute(string? variable, string name)
    {
        using (Enter())
        {
            var id = IdOf(variable);
            var status = NetCdfApi.nc_inq_attlen(_file, id, name, out var length);
            if (status == NetCdfApi.NotFoundAttribute)
                return null;
            Check(status, $"find the attribute '{name}'");
            var octets = new byte[(int)length + 1];
            fixed (byte* text = octets)
                Check(NetCdfApi.nc_get_att_text(_file, id, name, text), $"read the attribute '{name}'");
            return Encoding.UTF8.GetString(octets, 0, (int)length);
        }
    }

    // HDF5 prints its errors, a page each, unless every thread of its own asks it not to; they come back as errors of libnetcdf.
    private static Lock.Scope Enter()
    {
        var turn = Turn.EnterScope();
        if (!_isQuiet && NativeLibraryLoader.TryLoad(NativeLibraryTable.NetCdf, out var library) && NativeLibrary.TryGetExport(library, "H5Eset_auto2", out var set))
            _isQuiet = ((delegate* unmanaged<long, nint, nint, int>)set)(0, 0, 0) >= 0;
        return turn;
    }

    private int IdOf(string? variable)
    {
        if (variable is null)
            return NetCdfApi.Global;
        Check(NetCdfApi.nc_inq_varid(_file, variable, out var id), $"find the variable '{variable}'");
        return id;
    }

    private static void Check(int error, string what)
    {
        if (error != 0)
            throw new NetCdfException(what, Marshal.PtrToStringUTF8((nint)NetCdfApi.nc_strerror(error)) ?? "");
    }
}
