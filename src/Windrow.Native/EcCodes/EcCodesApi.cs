using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.EcCodes;

/// <summary>
/// The functions of ecCodes' C interface that Windrow calls, under their own names. Keys and strings are UTF-8 and end
/// with a zero octet (a <c>u8</c> literal does). The library may be used from several threads as long as each handle
/// stays with one thread at a time, which holds for builds with thread safety (Debian's has it).
/// </summary>
internal static unsafe partial class EcCodesApi
{
    private const string Library = "eccodes";

    static EcCodesApi()
    {
        NativeLibraryLoader.Register();
        codes_context_set_logging_proc(codes_context_get_default(), &EcCodesLog.Take);
    }

    [LibraryImport(Library)]
    public static partial CLong codes_get_api_version();

    [LibraryImport(Library)]
    public static partial nint codes_context_get_default();

    [LibraryImport(Library)]
    public static partial void codes_context_set_logging_proc(
        nint context, delegate* unmanaged[Cdecl]<nint, int, byte*, void> log);

    [LibraryImport(Library)]
    public static partial byte* codes_get_error_message(int code);

    [LibraryImport(Library)]
    public static partial nint codes_handle_new_from_message(nint context, void* data, nuint length);

    [LibraryImport(Library)]
    public static partial nint codes_handle_new_from_message_copy(nint context, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library)]
    public static partial nint codes_grib_handle_new_from_samples(nint context, ReadOnlySpan<byte> sample);

    [LibraryImport(Library)]
    public static partial nint codes_handle_clone(GribHandle handle);

    [LibraryImport(Library)]
    public static partial int codes_handle_delete(nint handle);

    [LibraryImport(Library)]
    public static partial int codes_is_defined(GribHandle handle, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    public static partial int codes_is_missing(GribHandle handle, ReadOnlySpan<byte> key, out int error);

    [LibraryImport(Library)]
    public static partial int codes_get_native_type(GribHandle handle, ReadOnlySpan<byte> key, out int type);

    [LibraryImport(Library)]
    public static partial int codes_get_long(GribHandle handle, ReadOnlySpan<byte> key, out CLong value);

    [LibraryImport(Library)]
    public static partial int codes_get_double(GribHandle handle, ReadOnlySpan<byte> key, out double value);

    [LibraryImport(Library)]
    public static partial int codes_get_string(
        GribHandle handle, ReadOnlySpan<byte> key, Span<byte> value, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_get_bytes(
        GribHandle handle, ReadOnlySpan<byte> key, Span<byte> value, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_get_size(GribHandle handle, ReadOnlySpan<byte> key, out nuint size);

    [LibraryImport(Library)]
    public static partial int codes_get_double_array(
        GribHandle handle, ReadOnlySpan<byte> key, Span<double> values, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_get_long_array(
        GribHandle handle, ReadOnlySpan<byte> key, Span<CLong> values, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_set_long(GribHandle handle, ReadOnlySpan<byte> key, CLong value);

    [LibraryImport(Library)]
    public static partial int codes_set_double(GribHandle handle, ReadOnlySpan<byte> key, double value);

    [LibraryImport(Library)]
    public static partial int codes_set_string(
        GribHandle handle, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_set_bytes(
        GribHandle handle, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ref nuint length);

    [LibraryImport(Library)]
    public static partial int codes_set_missing(GribHandle handle, ReadOnlySpan<byte> key);

    [LibraryImport(Library)]
    public static partial int codes_set_double_array(
        GribHandle handle, ReadOnlySpan<byte> key, ReadOnlySpan<double> values, nuint length);

    [LibraryImport(Library)]
    public static partial int codes_set_long_array(
        GribHandle handle, ReadOnlySpan<byte> key, ReadOnlySpan<CLong> values, nuint length);

    [LibraryImport(Library)]
    public static partial int codes_get_message(GribHandle handle, out byte* message, out nuint length);

    [LibraryImport(Library)]
    public static partial nint codes_keys_iterator_new(GribHandle handle, CULong filter, ReadOnlySpan<byte> nameSpace);

    [LibraryImport(Library)]
    public static partial int codes_keys_iterator_next(nint iterator);

    [LibraryImport(Library)]
    public static partial byte* codes_keys_iterator_get_name(nint iterator);

    [LibraryImport(Library)]
    public static partial int codes_keys_iterator_delete(nint iterator);
}
