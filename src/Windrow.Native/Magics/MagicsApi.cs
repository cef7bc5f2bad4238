using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Magics;

/// <summary>
/// The functions of Magics' C interface that Windrow calls, under their own names. Those that begin with <c>py_</c> catch
/// C++ exceptions and return their text, or null when all went well; their twins <c>mag_</c> would throw through managed
/// frames. Names and texts are UTF-8 and end with a zero octet. The library keeps its state in globals and crashes when
/// two threads are inside at the same time.
/// </summary>
internal static unsafe partial class MagicsApi
{
    private const string Library = "MagPlus";

    static MagicsApi()
    {
        NativeLibraryLoader.Register();
        _ = mag_add_warning_listener(0, &MagicsLog.TakeWarning);
        _ = mag_add_error_listener(0, &MagicsLog.TakeError);
    }

    [LibraryImport(Library)]
    public static partial int mag_add_warning_listener(nint data, delegate* unmanaged[Cdecl]<nint, byte*, void> listener);

    [LibraryImport(Library)]
    public static partial int mag_add_error_listener(nint data, delegate* unmanaged[Cdecl]<nint, byte*, void> listener);

    [LibraryImport(Library)]
    public static partial byte* py_open();

    [LibraryImport(Library)]
    public static partial byte* py_close();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_setc(string name, string value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_seti(string name, int value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_setr(string name, double value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_set1c(string name, string[] values, int count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_set1i(string name, ReadOnlySpan<int> values, int count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_set1r(string name, ReadOnlySpan<double> values, int count);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte* py_reset(string name);

    [LibraryImport(Library)]
    public static partial byte* py_coast();

    [LibraryImport(Library)]
    public static partial byte* py_grib();

    [LibraryImport(Library)]
    public static partial byte* py_cont();

    [LibraryImport(Library)]
    public static partial byte* py_wind();

    [LibraryImport(Library)]
    public static partial byte* py_symb();

    [LibraryImport(Library)]
    public static partial byte* py_geo();
}
