using System.Runtime.InteropServices;

namespace Windrow.Native.Malloc;

/// <summary>
/// Tells glibc to keep large blocks for reuse. ecCodes allocates blocks of megabytes for each field, and until glibc has
/// adapted by itself every one of them is mapped, page-faulted and unmapped again, which costs up to 40 % of encoding.
/// </summary>
public static partial class MallocThresholds
{
    private const int TrimThreshold = -1;
    private const int MmapThreshold = -3;
    private const int HalfGibibyte = 512 << 20;

    /// <summary>
    /// Sets both thresholds to 512 MiB. Call it once, at the start of the program, before native libraries are used.
    /// Returns false where the C library is not glibc or refuses the values; nothing depends on it but speed.
    /// </summary>
    public static bool Raise()
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return mallopt(MmapThreshold, HalfGibibyte) == 1 & mallopt(TrimThreshold, HalfGibibyte) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // musl has no mallopt
        }
    }

    [LibraryImport("libc")]
    private static partial int mallopt(int parameter, int value);
}
