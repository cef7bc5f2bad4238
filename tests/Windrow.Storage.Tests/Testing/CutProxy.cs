using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Windrow.Storage.Tests.Testing;

/// <summary>Stands between a client and a server on the loopback address, and cuts the way when a test says so.</summary>
internal sealed class CutProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly int _target;
    private volatile bool _swallows;
    private volatile bool _refuses;

    public CutProxy(int target)
    {
        _target = target;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Octets that went to the server.</summary>
    public long ToServer;

    /// <summary>What the client sends goes on, and no answer comes back.</summary>
    public void Swallow() => _swallows = true;

    /// <summary>Ends all connections; while it refuses, new ones too.</summary>
    public void Cut(bool refuses = false)
    {
        _refuses = refuses;
        foreach (var client in _open.Keys)
            client.Close();
        _open.Clear();
        _swallows = false;
    }

    public void Mend() => _refuses = false;

    public void Dispose()
    {
        _listener.Stop();
        Cut();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                if (_refuses)
                    client.Close();
                else
                    _ = Connect(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It is over.
        }
    }

    private async Task Connect(TcpClient client)
    {
        var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target);
            _open[client] = true;
            _open[server] = true;
            await Task.WhenAny(Copy(client, server, isAnswer: false), Copy(server, client, isAnswer: true));
        }
        catch (SocketException)
        {
            // The client learns it from its end.
        }

        client.Close();
        server.Close();
    }

    private async Task Copy(TcpClient from, TcpClient to, bool isAnswer)
    {
        var buffer = new byte[64 << 10];
        try
        {
            int count;
            while ((count = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                if (!isAnswer)
                    Interlocked.Add(ref ToServer, count);
                if (!isAnswer || !_swallows)
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The other end has gone.
        }
    }
}
