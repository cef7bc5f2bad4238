using System.Runtime.InteropServices;

namespace Windrow.Exec.Workers.Exchange;

/// <summary>Memory that has no name in any directory, and that other processes can map.</summary>
internal static partial class SharedMemory
{
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const int AddSeals = 1033;
    private const int SealSealShrinkGrow = 1 | 2 | 4;
    private const int ReadWrite = 3;
    private const int Shared = 1;

    /// <summary>
    /// Makes memory of a size that nobody can change: a program that writes to it as to a file, and empties it first, cannot take it away
    /// from under the engine. It is gone with the last process that has it, however that ends.
    /// </summary>
    /// <returns>Its descriptor and where it is mapped.</returns>
    /// <exception cref="IOException">There is no more memory.</exception>
    public static (int Descriptor, nint Address) Make(long size)
    {
        var descriptor = Create("windrow", CloseOnExec | AllowSealing);
        if (descriptor < 0)
            throw Error("made");
        var address = SetLength(descriptor, size) == 0 && Control(descriptor, AddSeals, SealSealShrinkGrow) == 0
            ? Map(0, (nuint)size, ReadWrite, Shared, descriptor, 0)
            : -1;
        if (address != -1)
            return (descriptor, address);
        var error = Error("mapped");
        _ = Close(descriptor);
        throw error;
    }

    public static void Free(int descriptor, nint address, long size)
    {
        _ = Unmap(address, (nuint)size);
        _ = Close(descriptor);
    }

    private static IOException Error(string what) => new($"memory that is shared with a worker cannot be {what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Create(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    private static partial int SetLength(int descriptor, long length);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
