using System.Net;
using System.Net.Sockets;

namespace Windrow.EndToEnd.Tests.Models.Faults;

/// <summary>Stands between one client and a server, until it cuts them off from each other for good.</summary>
internal sealed class OneConnection : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private Socket? _client;

    public OneConnection(int server)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        _ = Run(server);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    public void Cut()
    {
        _listener.Dispose();
        _server.Dispose();
        _client?.Dispose();
    }

    public void Dispose() => Cut();

    private async Task Run(int server)
    {
        _client = await _listener.AcceptAsync();
        await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server));
        await Task.WhenAll(Pump(_client, _server), Pump(_server, _client));
    }

    private static async Task Pump(Socket from, Socket to)
    {
        try
        {
            var buffer = new byte[64 << 10];
            int received;
            while ((received = await from.ReceiveAsync(buffer.AsMemory())) > 0)
            {
                for (var sent = 0; sent < received;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, received - sent));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }
}
