using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Windrow.Native.Libc;

/// <summary>Makes a file durable that a library holds open, and locks: fsync(2) takes any descriptor of it.</summary>
public static partial class FileSync
{
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Sync(string path)
    {
        using var handle = new SafeFileHandle(Open(path, 0), ownsHandle: true);
        if (handle.IsInvalid || Fsync(handle) != 0)
            throw new IOException($"Cannot make '{path}' durable: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(SafeFileHandle file);
}
