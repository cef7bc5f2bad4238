using System.Runtime.InteropServices;

namespace Windrow.Native.NativeLibraries;

/// <summary>Looks whether native libraries can be loaded; used by <c>windrow doctor</c>. Loading one has no other effect.</summary>
public static partial class NativeLibraryProbe
{
    public static NativeLibraryStatus Probe(NativeLibraryInfo library) =>
        NativeLibraryLoader.TryLoad(library, out var handle)
            ? new NativeLibraryStatus(library, true, PathOf(handle), library.VersionOf(handle))
            : new NativeLibraryStatus(library, false, null, null);

    public static IReadOnlyList<NativeLibraryStatus> ProbeAll() =>
        [.. NativeLibraryTable.All.Select(Probe)];

    /// <summary>glibc's <c>RTLD_DI_LINKMAP</c>: the second word of the link map is the path of the loaded file.</summary>
    private static unsafe string? PathOf(nint handle)
    {
        const int linkMap = 2;
        if (!OperatingSystem.IsLinux())
            return null;
        nint* map = null;
        return dlinfo(handle, linkMap, &map) == 0 && map != null ? Marshal.PtrToStringUTF8(map[1]) : null;
    }

    [LibraryImport("libc")]
    private static unsafe partial int dlinfo(nint handle, int request, nint** info);
}
