using System.Net;
using System.Net.Sockets;
using Windrow.Fields.Transport.Client;
using Windrow.Native.Libc;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>A TCP or Unix connection to a server. It blocks: a model's process gets no thread of ours.</summary>
internal sealed class SocketLink(EndPoint server) : ServerLink
{
    private const int SendBuffer = 4 << 20;

    private Socket? _socket;

    public override void Connect(TimeSpan within, CancellationToken stop)
    {
        var isUnix = server is UnixDomainSocketEndPoint;

        // A name may have addresses of both families, which are tried one after the other.
        var socket = server is DnsEndPoint && Socket.OSSupportsIPv6
            ? new Socket(SocketType.Stream, ProtocolType.Tcp)
            : new Socket(isUnix ? AddressFamily.Unix : server is IPEndPoint ip ? ip.AddressFamily : AddressFamily.InterNetwork, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (isUnix)
            {
                // The system gives what it allows: the fewer times the two ends have to wake each other.
                socket.SendBufferSize = SendBuffer;
                socket.Connect(server);
            }
            else
            {
                socket.NoDelay = true;
                Connect(socket, within, stop);
            }
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _socket = socket;
    }

    public override void Send(ReadOnlySpan<byte> frames, ReadOnlySpan<byte> payload) => GatheredSend.Send(_socket!.Handle, frames, payload);

    public override int Receive(Span<byte> into, TimeSpan wait)
    {
        try
        {
            if (!_socket!.Poll(wait, SelectMode.SelectRead))
                return 0;
            var received = _socket.Receive(into, SocketFlags.None, out var error);
            return error == SocketError.Success && received > 0 ? received : throw new IOException("the server has ended the connection");
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    public override void Abort()
    {
        try
        {
            _socket?.Shutdown(SocketShutdown.Both);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    public override void Dispose() => _socket?.Dispose();

    // A blocking connect cannot be given up, and one that is asynchronous leaves the socket as one that does not block.
    private void Connect(Socket socket, TimeSpan within, CancellationToken stop)
    {
        var connecting = Task.Run(() => socket.Connect(server), CancellationToken.None);
        try
        {
            if (!connecting.Wait((int)within.TotalMilliseconds, stop))
                throw new IOException($"no answer within {within.TotalSeconds:0.###} s");
        }
        catch (AggregateException exception)
        {
            throw new IOException(exception.InnerException!.Message, exception.InnerException);
        }
    }
}
