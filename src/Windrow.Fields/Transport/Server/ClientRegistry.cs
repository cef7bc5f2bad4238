using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Server;

/// <summary>
/// The clients of a server: who there is, who has gone, and how the memory is shared among them. It is complete when
/// every client that exists has opened and closed, or was given up.
/// </summary>
internal sealed class ClientRegistry(string source, TransportSourceOptions options, EngineServices services) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ClientSession> _clients = new(StringComparer.Ordinal);
    private readonly Dictionary<ClientSession, ITimer> _waitingFor = [];
    private readonly HashSet<string> _finished = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ILogger _log = services.Logs.CreateLogger("windrow.transport");
    private readonly DateTimeOffset _began = services.Time.GetUtcNow();
    private DateTimeOffset? _flushed;
    private int _groupSize;
    private long _share = options.CreditPerClient;

    /// <summary>A share below this would have clients send one small part at a time.</summary>
    private const long LeastShare = 64 << 10;

    public ILogger Log => _log;

    public Task Complete => _complete.Task;

    /// <summary>Clients that were given up.</summary>
    public int Lost { get; private set; }

    public IReadOnlyList<ClientSession> Clients
    {
        get
        {
            lock (_lock)
                return [.. _clients.Values];
        }
    }

    /// <summary>Cost of all that the clients have in memory.</summary>
    public long InFlight => Clients.Sum(static client => client.InFlight);

    /// <summary>
    /// Finds the session of a client that has come. When another connection serves it, that one is ended first: what it had
    /// taken in by then counts.
    /// </summary>
    public async Task<(ClientSession Session, Accept Accept)> Greet(Hello hello, IAckLink link)
    {
        var name = hello.Peer.ToString();
        while (true)
        {
            Task replaced;
            lock (_lock)
            {
                var known = _clients.GetValueOrDefault(name);
                var isKnown = known is not null && known.Id == hello.Session;
                if (known?.Link is { } other)
                {
                    replaced = other.Replaced();
                }
                else
                {
                    if (known is not null && !isKnown && !known.HasClosed)
                        TransportLog.ClientBeganAnew(_log, source, name, known.Frames, known.Bytes);
                    if (known is not null && _waitingFor.Remove(known, out var timer))
                        timer.Dispose();
                    var session = isKnown ? known! : new ClientSession(hello.Peer, hello.Session, hello, () => Volatile.Read(ref _share), services.DeadLetters);
                    _clients[name] = session;
                    if (!isKnown)
                        _finished.Remove(name);
                    _groupSize = Math.Max(_groupSize, hello.Peer.Size);
                    ShareOut();
                    return (session, session.Attach(hello, link, isKnown));
                }
            }

            await replaced.ConfigureAwait(false);
        }
    }

    /// <summary>The session's connection has ended; unless the client has closed it is waited for.</summary>
    public void Leave(ClientSession session, IAckLink link)
    {
        lock (_lock)
        {
            if (!session.Detach(link) || session.HasClosed)
                return;
            TransportLog.Disconnected(_log, source, session.Name, session.Frames, session.Bytes);
            _waitingFor[session] = services.Time.CreateTimer(_ => GiveUp(session), null, options.ClientTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A client's flush is settled, with everything before it.</summary>
    public void Flushed()
    {
        lock (_lock)
            _flushed = services.Time.GetUtcNow();
    }

    /// <summary>How the server does, for who asks.</summary>
    /// <param name="openFields">Fields of which parts are missing, and their bytes.</param>
    public ProbeAnswer Report((int Count, long Bytes) openFields)
    {
        lock (_lock)
        {
            var clients = _clients.Values.OrderBy(static client => client.Peer.Group, StringComparer.Ordinal).ThenBy(static client => client.Peer.Id).Select(static client => client.Report()).ToList();
            return new ProbeAnswer(source, services.Process, _began, Expected, Lost, openFields.Count, openFields.Bytes, _flushed, clients);
        }
    }

    /// <summary>The client has closed.</summary>
    public void Closed(ClientSession session) => Finish(session);

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var timer in _waitingFor.Values)
                timer.Dispose();
            _waitingFor.Clear();
        }
    }

    private int Expected => Math.Max(options.ClientCount > 0 ? options.ClientCount : _groupSize, 1);

    private void ShareOut()
    {
        var clients = Math.Max(Math.Max(Expected, options.ClientCount), _clients.Values.Count(static client => !client.HasClosed));
        Volatile.Write(ref _share, Math.Clamp(options.CreditTotal / clients, LeastShare, Math.Max(LeastShare, options.CreditPerClient)));
    }

    private void GiveUp(ClientSession session)
    {
        lock (_lock)
        {
            if (!_waitingFor.Remove(session, out var timer))
                return;
            timer.Dispose();
            Lost++;
            if (options.Keep)
                _clients.Remove(session.Name);
            TransportLog.ClientLost(_log, source, session.Name, options.ClientTimeout.TotalSeconds, session.Frames, session.Bytes);
        }

        Finish(session);
    }

    private void Finish(ClientSession session)
    {
        lock (_lock)
        {
            _finished.Add(session.Name);

            // Where nobody knows how many clients there are, all are done when those that have come are.
            var all = _finished.Count >= Expected && _finished.Count >= _clients.Count;
            if (all && !options.Keep)
                _complete.TrySetResult();
        }
    }
}
