using System.Runtime.InteropServices;

namespace Windrow.Native.NativeLibraries;

/// <summary>Each library tells its version in its own way.</summary>
internal static unsafe class NativeVersions
{
    /// <summary>ecCodes packs 2.28.0 as 22800.</summary>
    public static string? EcCodes(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "codes_get_api_version", out var function))
            return null;
        var version = ((delegate* unmanaged[Cdecl]<CLong>)function)().Value;
        return $"{version / 10000}.{version / 100 % 100}.{version % 100}";
    }

    public static string? Text(nint library, string export) =>
        NativeLibrary.TryGetExport(library, export, out var function)
            ? Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*>)function)())
            : null;

    public static string? Gdal(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "GDALVersionInfo", out var function))
            return null;
        fixed (byte* request = "RELEASE_NAME"u8)
            return Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<byte*, byte*>)function)(request));
    }

    public static string? Fdb(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "fdb_version", out var function))
            return null;
        byte* version = null;
        return ((delegate* unmanaged[Cdecl]<byte**, int>)function)(&version) == 0
            ? Marshal.PtrToStringUTF8((nint)version)
            : null;
    }

    /// <summary>Magics' C interface has no version; a static function of its C++ side has, and says <c>Magics 4.13.0</c>.</summary>
    public static string? Magics(nint library) =>
        Text(library, "_ZN6magics11MagicsCalls7versionEv") is { } text ? text.Replace("Magics ", "", StringComparison.Ordinal) : null;

    public static string? ZeroMq(nint library)
    {
        if (!NativeLibrary.TryGetExport(library, "zmq_version", out var function))
            return null;
        int major, minor, patch;
        ((delegate* unmanaged[Cdecl]<int*, int*, int*, void>)function)(&major, &minor, &patch);
        return $"{major}.{minor}.{patch}";
    }
}
