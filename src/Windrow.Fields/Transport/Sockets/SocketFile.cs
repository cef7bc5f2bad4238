using System.Net.Sockets;
using Windrow.Core.IO;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>The file that a Unix socket is found by.</summary>
internal static class SocketFile
{
    /// <summary>Removes what a server that was killed has left at the path.</summary>
    /// <exception cref="IOException">A server listens there.</exception>
    public static string Clear(IFileSystem files, string path)
    {
        if (files.Find(path) is null)
            return path;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
        {
            files.Delete(path);
            return path;
        }
        catch (SocketException)
        {
            // It is no socket: binding says what is wrong.
            return path;
        }

        throw new IOException($"another server listens at '{path}'");
    }
}
