using System.Net;
using Windrow.Core;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.PlugIns;
using Windrow.Fields.Transport.Mpi;
using Windrow.Fields.Transport.Sockets;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>The servers that a model's process sends to.</summary>
internal sealed class ClientTarget
{
    private const int Remembered = 16;

    private readonly IDisposable? _world;
    private readonly Lock _lock = new();
    private readonly MessageId[] _sent = new MessageId[Remembered];
    private int _next;

    private ClientTarget(Peer peer, IReadOnlyList<ServerConnection> servers, IDisposable? world = null)
    {
        _world = world;
        Peer = peer;
        Servers = servers;
    }

    /// <summary>Who this process is.</summary>
    public Peer Peer { get; }

    public IReadOnlyList<ServerConnection> Servers { get; }

    /// <summary>The model has closed its connections; plans may end later.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>
    /// Whether a message that is for all servers was sent by another plan with this target: what every plan passes on is to arrive once.
    /// </summary>
    public bool HasSent(MessageId id)
    {
        lock (_lock)
            return Array.IndexOf(_sent, id) >= 0;
    }

    public void Sent(MessageId id)
    {
        lock (_lock)
            _sent[_next++ % Remembered] = id;
    }

    /// <summary>Makes the connections' objects; nothing is connected yet.</summary>
    /// <exception cref="IOException">For mpi: there are no servers in the group.</exception>
    public static ClientTarget Make(TransportTargetOptions options, PlugInContext plugIn, FlowShared shared)
    {
        var services = plugIn.Services;
        if (options.Transport == TransportKind.Mpi)
        {
            var world = MpiGroups.Of(options.Mpi, isServer: false, shared.Get<MpiModel>());
            var settings = Settings(options, world.Self, services) with { CanReconnect = false };
            return new ClientTarget(world.Self, [.. world.Others.Select(rank => new ServerConnection(world.NameOf(rank), () => new MpiLink(world, rank), settings))], world);
        }

        var peer = ClientIdentity.Of(options, services);
        var endPoints = options.Transport == TransportKind.Unix
            ? options.Paths.Select(path => (EndPoint)SocketAddresses.Unix(plugIn.FullPath(path)))
            : options.AllAddresses.Select(static address => SocketAddresses.TryParse(address, out var found, out _) ? found : throw new ArgumentException(address));
        return new ClientTarget(peer, [.. endPoints.Select(endPoint => new ServerConnection(SocketAddresses.NameOf(endPoint), () => new SocketLink(endPoint), Settings(options, peer, services)))]);
    }

    /// <summary>Closes all connections, and waits for what the servers still have to say.</summary>
    /// <returns>What is not known to have arrived, or is known to be lost; null: nothing.</returns>
    public string? Close(CancellationToken stop)
    {
        IsClosed = true;
        var doubts = new List<string>();
        foreach (var server in Servers)
        {
            if (server.Close(stop) is { } doubt)
                doubts.Add($"the server {server.Name} has not acknowledged everything: {doubt}");
            if (server.Lost > 0)
                doubts.Add($"{server.Lost} messages to the server {server.Name} are lost, as it or the connection to it ended; 'resend-until: flush' keeps them");
            if (server.TakeDeadLetters() is > 0 and var dead)
                doubts.Add($"{dead} messages have become dead letters at the server {server.Name}; its log and 'windrow dead-letters' there say why");
            server.Dispose();
        }

        _world?.Dispose();
        return doubts.Count == 0 ? null : string.Join("; ", doubts);
    }

    private static ConnectionSettings Settings(TransportTargetOptions options, Peer peer, EngineServices services) => new(peer, services)
    {
        ConnectTimeout = options.ConnectTimeout,
        Retries = options.Retries,
        CloseTimeout = options.CloseTimeout,
        ResendWindow = options.Window,
        UntilFlush = options.ResendUntil == ResendUntil.Flush,
    };
}
