using System.Net;
using System.Net.Sockets;
using Windrow.Core.Sources;
using Windrow.Fields.Transport.Server;
using Windrow.Native.Libc;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>Listens at one address and serves whoever connects.</summary>
internal sealed class SocketServer(ClientRegistry registry, SourceContext context, IModelDeclarations declarations, long payloadAtMost) : IDisposable
{
    private static readonly TimeSpan HelloWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoneWithin = TimeSpan.FromSeconds(2);

    private const int NextBytesWithin = 5; // ms

    private readonly Lock _lock = new();
    private readonly Dictionary<SocketConnection, Task> _connections = [];
    private readonly ReadinessWaiter _readiness = new();
    private Socket? _listener;
    private string? _path;

    /// <summary>Begins to listen.</summary>
    /// <exception cref="IOException">The address cannot be had.</exception>
    public EndPoint Listen(EndPoint address)
    {
        var isUnix = address is UnixDomainSocketEndPoint;
        _listener = new Socket(address.AddressFamily, SocketType.Stream, isUnix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (isUnix)
                _path = SocketFile.Clear(context.Services.Files, address.ToString()!);
            _listener.Bind(address);
            _listener.Listen(1024);
        }
        catch (SocketException exception)
        {
            _listener.Dispose();
            throw new IOException($"cannot listen at {address}: {exception.Message}", exception);
        }

        TransportLog.Listens(registry.Log, context.Name, _listener.LocalEndPoint!.ToString()!);
        return _listener.LocalEndPoint;
    }

    /// <summary>Takes connections until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await _listener!.AcceptAsync(stop).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // The client has gone already, or there are too many open files: those who are connected go on.
                await Task.Delay(TimeSpan.FromMilliseconds(10), context.Services.Time, stop).ConfigureAwait(false);
                continue;
            }

            if (socket.ProtocolType == ProtocolType.Tcp)
                socket.NoDelay = true;
            socket.Blocking = false;

            // While a payload is coming in its next bytes are due at once, and the kernel may wait for them; see BulkReceive.
            socket.ReceiveTimeout = NextBytesWithin;
            socket.SendTimeout = NextBytesWithin;
            var connection = new SocketConnection(socket, _readiness, registry, context, declarations, payloadAtMost);
            lock (_lock)
                _connections.Add(connection, Task.Run(() => Serve(connection, stop), CancellationToken.None));
        }
    }

    /// <summary>Ends what connections there are, after what was to be said to them.</summary>
    public void Dispose()
    {
        _listener?.Dispose();
        if (_path is not null)
            context.Services.Files.Delete(_path);
        KeyValuePair<SocketConnection, Task>[] left;
        lock (_lock)
            left = [.. _connections];

        Task.WhenAll(left.Select(async each =>
        {
            await each.Value.ConfigureAwait(false);
            await each.Key.Linger().ConfigureAwait(false);
        })).WaitAsync(GoneWithin, context.Services.Time).ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        foreach (var (connection, _) in left)
        {
            connection.End();
            connection.Close();
        }

        _readiness.Dispose();
    }

    private async Task Serve(SocketConnection connection, CancellationToken stop)
    {
        await connection.Serve(HelloWithin, stop).ConfigureAwait(false);
        lock (_lock)
        {
            if (!stop.IsCancellationRequested)
                _connections.Remove(connection);
        }
    }
}
