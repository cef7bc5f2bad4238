using System.Runtime.InteropServices;
using Windrow.Native.NativeLibraries;

namespace Windrow.Native.Fdb;

/// <summary>
/// The functions of FDB5's C interface that Windrow calls, under their own names. They return 0 or an error, whose text
/// <see cref="fdb_error_string"/> gives on the same thread.
/// </summary>
internal static unsafe partial class FdbApi
{
    private const string Library = "fdb5";

    static FdbApi() => NativeLibraryLoader.Register();

    [LibraryImport(Library)]
    public static partial int fdb_initialise();

    [LibraryImport(Library)]
    public static partial byte* fdb_error_string(int error);

    [LibraryImport(Library)]
    public static partial int fdb_new_handle(out nint fdb);

    [LibraryImport(Library)]
    public static partial int fdb_delete_handle(nint fdb);

    [LibraryImport(Library)]
    public static partial int fdb_archive(FdbHandle fdb, nint key, ReadOnlySpan<byte> data, nuint length);

    // Without a request the keys are those of the messages.
    [LibraryImport(Library)]
    public static partial int fdb_archive_multiple(FdbHandle fdb, nint request, ReadOnlySpan<byte> data, nuint length);

    [LibraryImport(Library)]
    public static partial int fdb_flush(FdbHandle fdb);

    [LibraryImport(Library)]
    public static partial int fdb_new_key(out nint key);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int fdb_key_add(nint key, string name, string value);

    [LibraryImport(Library)]
    public static partial int fdb_delete_key(nint key);
}
