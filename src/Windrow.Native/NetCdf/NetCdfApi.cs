using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.NetCdf;

/// <summary>The functions of the C interface of libnetcdf that Windrow calls, under their own names. They return 0 or an error, and are for one thread of a process at a time.</summary>
internal static unsafe partial class NetCdfApi
{
    public const int Write = 1;
    public const int NetCdf4 = 0x1000;
    public const int NoClobber = 4;
    public const int Global = -1;
    public const int Chunked = 0;
    public const int NotFoundAttribute = -43;
    public const int NotFoundDimension = -46;
    public const int NotFoundVariable = -49;
    public const int LongestName = 256;

    private const string Library = "netcdf";

    static NetCdfApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial byte* nc_strerror(int error);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_create(string path, int mode, out int file);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_open(string path, int mode, out int file);

    [LibraryImport(Library)]
    public static partial int nc_close(int file);

    [LibraryImport(Library)]
    public static partial int nc_inq_nvars(int file, out int variables);

    [LibraryImport(Library)]
    public static partial int nc_inq_varname(int file, int variable, byte* name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_get_att_double(int file, int variable, string name, out double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_dim(int file, string name, nuint length, out int dimension);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_inq_dimid(int file, string name, out int dimension);

    [LibraryImport(Library)]
    public static partial int nc_inq_dim(int file, int dimension, byte* name, out nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_def_var(int file, string name, int type, int dimensions, int* ids, out int variable);

    [LibraryImport(Library)]
    public static partial int nc_def_var_chunking(int file, int variable, int storage, nuint* sizes);

    [LibraryImport(Library)]
    public static partial int nc_def_var_deflate(int file, int variable, int shuffle, int deflate, int level);

    [LibraryImport(Library)]
    public static partial int nc_def_var_fill(int file, int variable, int noFill, void* value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_inq_varid(int file, string name, out int variable);

    [LibraryImport(Library)]
    public static partial int nc_inq_var(int file, int variable, byte* name, out int type, out int dimensions, int* ids, out int attributes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_put_att_text(int file, int variable, string name, nuint length, ReadOnlySpan<byte> text);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_inq_attlen(int file, int variable, string name, out nuint length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int nc_get_att_text(int file, int variable, string name, byte* text);

    [LibraryImport(Library)]
    public static partial int nc_put_vara_double(int file, int variable, nuint* start, nuint* count, ReadOnlySpan<double> values);

    [LibraryImport(Library)]
    public static partial int nc_put_vara_float(int file, int variable, nuint* start, nuint* count, ReadOnlySpan<float> values);

    [LibraryImport(Library)]
    public static partial int nc_get_var_double(int file, int variable, Span<double> values);
}
