using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Windrow.Testing.Servers;

/// <summary>
/// Stands between a program and a server on the loopback address, and does what networks do: it cuts connections, or swallows what
/// comes without a word, so that both sides believe in a connection that is none.
/// </summary>
public sealed class CuttableProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly ConcurrentDictionary<Socket, bool> _sockets = new();
    private volatile bool _swallows;
    private volatile bool _refuses;
    private volatile bool _isOver;

    /// <param name="target">The server's port.</param>
    public CuttableProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections that were made so far.</summary>
    public int Connections { get; private set; }

    /// <summary>Cuts all connections; new ones are let through.</summary>
    public void Cut()
    {
        foreach (var socket in _sockets.Keys)
            Close(socket);
    }

    /// <summary>Whether new connections are cut at once.</summary>
    public void Refuse(bool on)
    {
        _refuses = on;
        if (on)
            Cut();
    }

    /// <summary>Whether nothing gets through in either direction, on connections that stay open. What was swallowed is gone.</summary>
    public void Swallow(bool on) => _swallows = on;

    public void Dispose()
    {
        _isOver = true;
        _listener.Dispose();
        Cut();
    }

    private async Task Accept()
    {
        while (!_isOver)
        {
            try
            {
                var client = await _listener.AcceptSocketAsync();
                if (_refuses)
                {
                    Close(client);
                    continue;
                }

                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                (client.NoDelay, _sockets[client], _sockets[server]) = (true, true, true);
                Connections++;
                _ = Connect(client, server);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Connect(Socket client, Socket server)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(Pump(client, server), Pump(server, client));
        }
        catch (SocketException)
        {
            // The server is not there.
        }

        Close(client);
        Close(server);
    }

    private async Task Pump(Socket from, Socket to)
    {
        var buffer = new byte[64 << 10];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var read)
            {
                for (var sent = 0; sent < read && !_swallows;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private void Close(Socket socket)
    {
        _sockets.TryRemove(socket, out _);
        socket.Close(0);
    }
}
