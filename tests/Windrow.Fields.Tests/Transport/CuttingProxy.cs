using System.Net;
using System.Net.Sockets;

namespace Windrow.Fields.Tests.Transport;

/// <summary>Stands between clients and a server, and cuts connections at any byte.</summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly EndPoint _server;
    private readonly Random _random;
    private readonly int _cuts;
    private int _connections;

    /// <param name="cuts">Connections that are cut; later ones are let through.</param>
    public CuttingProxy(EndPoint server, int cuts, int seed)
    {
        (_server, _cuts, _random) = (server, cuts, new Random(seed));
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(64);
        _ = Run();
    }

    public EndPoint Address => _listener.LocalEndPoint!;

    public int Connections => Volatile.Read(ref _connections);

    public void Dispose() => _listener.Dispose();

    private async Task Run()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                var server = new Socket(_server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                await server.ConnectAsync(_server);
                var isCut = Interlocked.Increment(ref _connections) <= _cuts;
                _ = Pump(server, client, long.MaxValue);
                _ = Pump(client, server, isCut ? _random.NextInt64(1, 4 << 20) : long.MaxValue);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private static async Task Pump(Socket from, Socket to, long atMost)
    {
        try
        {
            var buffer = new byte[64 << 10];
            while (atMost > 0)
            {
                var received = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, atMost)));
                if (received == 0)
                    break;
                atMost -= received;
                for (var sent = 0; sent < received;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, received - sent));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other direction has ended it.
        }

        from.Dispose();
        to.Dispose();
    }
}
