using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Windrow.Native.Libc;

/// <summary>
/// Copies a file within a file system: as a clone that shares its blocks where the file system has such (XFS, Btrfs; ioctl_ficlone(2)), which takes no
/// time whatever its size, else within the kernel (copy_file_range(2)).
/// </summary>
public static partial class FileClone
{
    private const int WriteNewFile = 0x1 | 0x40 | 0x200; // O_WRONLY, O_CREAT, O_TRUNC
    private const int ReadWriteForAll = 0x1B6; // 0666, less the umask
    private const uint Clone = 0x40049409; // FICLONE
    private const long Piece = 1 << 30;

    /// <exception cref="IOException">The disk refuses; what is at <paramref name="to"/> is not whole.</exception>
    public static void Copy(string from, string to)
    {
        using var source = new SafeFileHandle(Open(from, 0, 0), ownsHandle: true);
        using var target = source.IsInvalid ? new SafeFileHandle() : new SafeFileHandle(Open(to, WriteNewFile, ReadWriteForAll), ownsHandle: true);
        if (source.IsInvalid || target.IsInvalid)
            throw Failed(from, to);
        if (Control(target, Clone, source) == 0)
            return;
        nint copied;
        while ((copied = CopyRange(source, 0, target, 0, (nuint)Piece, 0)) > 0)
        {
        }

        if (copied < 0)
            throw Failed(from, to);
    }

    private static IOException Failed(string from, string to) => new($"Cannot copy '{from}' to '{to}': {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle target, nuint request, SafeFileHandle source);

    [LibraryImport("libc", EntryPoint = "copy_file_range", SetLastError = true)]
    private static partial nint CopyRange(SafeFileHandle source, nint from, SafeFileHandle target, nint to, nuint length, uint flags);
}
