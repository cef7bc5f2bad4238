using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Windrow.Native.Libc;

/// <summary>
/// Takes space for a file before a library writes to it that does not survive a full disk. The length of the file stays as it is (fallocate(2)
/// with FALLOC_FL_KEEP_SIZE). Where the file system has no such thing, nothing is reserved.
/// </summary>
public static partial class FileSpace
{
    private const int ReadWriteOrNew = 0x2 | 0x40; // O_RDWR, O_CREAT
    private const int ReadWriteForAll = 0x1B6; // 0666, less the umask
    private const int KeepSize = 1;
    private const int End = 2; // SEEK_END
    private const int NoSpace = 28;
    private const int OverQuota = 122;
    private const int TooLarge = 27;

    /// <summary>Reserves the first octets of a file, which is made where it is not there.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public static void Reserve(string path, long octets)
    {
        using var file = OpenIt(path);
        if (Allocate(file, KeepSize, 0, octets) != 0 && Marshal.GetLastPInvokeError() is NoSpace or OverQuota or TooLarge)
            throw Failed(path, $"take {octets} octets of the disk for");
    }

    /// <summary>Gives back what a file has behind its end.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static void Release(string path)
    {
        using var file = OpenIt(path);
        if (Truncate(file, Seek(file, 0, End)) != 0)
            throw Failed(path, "cut off what is behind the end of");
    }

    private static SafeFileHandle OpenIt(string path)
    {
        var file = new SafeFileHandle(Open(path, ReadWriteOrNew, ReadWriteForAll), ownsHandle: true);
        return file.IsInvalid ? throw Failed(path, "open") : file;
    }

    private static IOException Failed(string path, string what) => new($"Cannot {what} '{path}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int from);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int Truncate(SafeFileHandle file, long length);
}
