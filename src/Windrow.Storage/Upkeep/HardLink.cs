using System.Runtime.InteropServices;

namespace Windrow.Storage.Upkeep;

/// <summary>A second name for a file that never changes, such as a payload: it stays when the first one goes, and costs nothing.</summary>
internal static partial class HardLink
{
    /// <returns>False: the places are on different file systems, or there is no such file.</returns>
    public static bool TryCreate(string path, string second) => Link(path, second) == 0;

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string second);
}
