using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Windrow.Native.Libc;

/// <summary>Standard output of a process whose native libraries write to it what they like.</summary>
public static partial class ProcessOutput
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>
    /// Takes standard output away: the result is where it leads to, and whatever writes to descriptor 1 from now on writes to
    /// standard error. For a protocol that noise must not disturb.
    /// </summary>
    public static SafeFileHandle Take()
    {
        var kept = dup(Output);
        if (kept < 0 || dup2(Error, Output) < 0)
            throw new IOException($"Cannot redirect standard output: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
        return new SafeFileHandle(kept, ownsHandle: true);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int dup2(int from, int to);
}
