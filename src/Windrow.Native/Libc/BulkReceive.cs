using System.Runtime.InteropServices;

namespace Windrow.Native.Libc;

/// <summary>
/// Receives a large block from a socket that .NET uses asynchronously, in one call of the system instead of three for
/// every piece: the kernel waits for the next piece itself (<c>MSG_WAITALL</c>), for which the socket has to block meanwhile.
/// </summary>
public static unsafe partial class BulkReceive
{
    private const int WaitAll = 0x100;
    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const int GetFlags = 3;
    private const int SetFlags = 4;
    private const int NonBlocking = 0x800;

    /// <summary>
    /// Receives until the block is full, nothing came for the socket's receive timeout, or the other end has closed. Whoever
    /// sends on the same socket meanwhile may have to wait up to its send timeout.
    /// </summary>
    /// <returns>How many bytes; -1: none came in that time; 0: the other end has closed.</returns>
    /// <exception cref="IOException">The connection has ended.</exception>
    public static int Receive(nint descriptor, Span<byte> into)
    {
        var flags = fcntl((int)descriptor, GetFlags, 0);
        _ = fcntl((int)descriptor, SetFlags, flags & ~NonBlocking);
        try
        {
            fixed (byte* start = into)
            {
                while (true)
                {
                    var received = recv((int)descriptor, start, (nuint)into.Length, WaitAll);
                    if (received >= 0)
                        return (int)received;
                    var error = Marshal.GetLastPInvokeError();
                    if (error == TryAgain)
                        return -1;
                    if (error != Interrupted)
                        throw new IOException($"the connection has ended: {Marshal.GetPInvokeErrorMessage(error)}");
                }
            }
        }
        finally
        {
            _ = fcntl((int)descriptor, SetFlags, flags | NonBlocking);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int descriptor, int command, nint argument);
}
