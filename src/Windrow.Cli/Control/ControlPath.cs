using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Windrow.Cli.Control;

/// <summary>Where the socket is that a running flow takes commands on: <c>control</c> in the directory of its state.</summary>
internal static partial class ControlPath
{
    // What the kernel's socket address holds, with the zero at its end.
    private const int Longest = 107;
    private const uint OwnerOnly = 0x7F; // takes every right from group and others, and the right to execute from all

    public static string Of(string stateDirectory) => Path.Combine(stateDirectory, "control");

    public static bool Fits(string path) => System.Text.Encoding.UTF8.GetByteCount(path) <= Longest;

    /// <summary>Binds a socket that only the owner may connect to.</summary>
    /// <exception cref="SocketException">It cannot be bound.</exception>
    public static Socket Listen(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var before = Mask(OwnerOnly);
        try
        {
            socket.Bind(new UnixDomainSocketEndPoint(path));
            socket.Listen(16);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            _ = Mask(before);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint Mask(uint mask);
}
