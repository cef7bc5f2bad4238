using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Magics;

/// <summary>
/// Magics, ECMWF's plotting library, which is one global plot: set parameters, act, and close, when the plot is drawn. A
/// method returns null, or what Magics says went wrong; the process may go on then. No two threads may be in it at the same time.
/// Its environment (<c>MAGPLUS_HOME</c>, <c>MAGPLUS_QUIET</c>) has to be set before its first call.
/// </summary>
public static unsafe class MagicsLibrary
{
    /// <summary>The version, such as <c>4.13.0</c>, or null when the library cannot say. Loads the library.</summary>
    /// <exception cref="NativeLibraryMissingException">The library is not installed.</exception>
    public static string? Version =>
        NativeLibraryLoader.TryLoad(NativeLibraryTable.Magics, out var handle)
            ? NativeLibraryTable.Magics.VersionOf(handle)
            : throw new NativeLibraryMissingException(NativeLibraryTable.Magics);

    /// <summary>Begins a plot.</summary>
    public static string? Open() => Text(MagicsApi.py_open());

    /// <summary>Draws the plot and writes its file.</summary>
    public static string? Close() => Text(MagicsApi.py_close());

    public static string? Set(string name, string value) => Text(MagicsApi.py_setc(name, value));

    public static string? Set(string name, int value) => Text(MagicsApi.py_seti(name, value));

    public static string? Set(string name, double value) => Text(MagicsApi.py_setr(name, value));

    public static string? Set(string name, string[] values) => Text(MagicsApi.py_set1c(name, values, values.Length));

    public static string? Set(string name, ReadOnlySpan<int> values) => Text(MagicsApi.py_set1i(name, values, values.Length));

    public static string? Set(string name, ReadOnlySpan<double> values) => Text(MagicsApi.py_set1r(name, values, values.Length));

    /// <summary>Gives a parameter its default again.</summary>
    public static string? Reset(string name) => Text(MagicsApi.py_reset(name));

    public static string? Act(MagicsAction action) => Text(action switch
    {
        MagicsAction.Coast => MagicsApi.py_coast(),
        MagicsAction.Grib => MagicsApi.py_grib(),
        MagicsAction.Contour => MagicsApi.py_cont(),
        MagicsAction.Wind => MagicsApi.py_wind(),
        MagicsAction.Symbol => MagicsApi.py_symb(),
        MagicsAction.Geopoints => MagicsApi.py_geo(),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    });

    // The text is static memory of the library, and gone with its next error.
    private static string? Text(byte* error) => Marshal.PtrToStringUTF8((nint)error);
}
