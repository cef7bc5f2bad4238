using System.Collections.Concurrent;
using System.Text;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Sockets;

/// <summary>
/// Listens to publishers that may come and go, with one socket for each. The sockets belong to the thread that runs it; who else wants a change leaves an order.
/// While nobody takes what has come, libzmq goes on receiving up to its high-water mark.
/// </summary>
internal sealed class Subscriber : IDisposable
{
    private const int MostOfOne = 256; // messages in a row, so that no peer starves the others
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly ZeroMqContext _context = new();
    private readonly ZeroMqFrame _frame = new();
    private readonly ZeroMqPoller _poller = new();
    private readonly ConcurrentQueue<Action> _orders = new();
    private readonly List<Peer> _peers = [];
    private readonly List<Peer> _ready = [];
    private readonly SocketSetting _setting;
    private readonly IFrameTaker _taker;
    private bool _hasChanged = true;

    public Subscriber(SocketSetting setting, IFrameTaker taker) => (_setting, _taker) = (setting, taker);

    /// <summary>How many publishers are listened to.</summary>
    public int Count { get; private set; }

    /// <summary>Listens to another publisher, unless it is listened to.</summary>
    /// <param name="topics">Beginnings of messages.</param>
    /// <param name="refused">Told when the address is none, or there are no keys for it; on the subscriber's thread.</param>
    public void Add(string address, IReadOnlyList<string> topics, bool isSecure, bool isFeed, Action<Exception> refused) => _orders.Enqueue(() =>
    {
        if (_peers.Exists(peer => peer.Address == address && peer.IsFeed == isFeed))
            return;
        var socket = _context.Open(ZeroMqSocketType.Subscribe);
        try
        {
            _setting.Apply(socket);
            if (isSecure)
                _setting.Security.Connect(socket);
            foreach (var topic in topics)
                socket.Set(ZeroMqOption.Subscribe, Encoding.UTF8.GetBytes(topic));
            socket.Connect(address);
            _peers.Add(new Peer(address, isFeed, socket));
            Changed();
        }
        catch (Exception exception)
        {
            socket.Dispose();
            refused(exception);
        }
    });

    /// <summary>Listens to a publisher no more.</summary>
    public void Remove(string address) => _orders.Enqueue(() =>
    {
        foreach (var peer in _peers.Where(peer => peer.Address == address && !peer.IsFeed).ToList())
        {
            _peers.Remove(peer);
            peer.Socket.Dispose();
            Changed();
        }
    });

    /// <summary>Receives until it is stopped.</summary>
    public void Run(CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                Obey();
                if (_poller.Wait(Look) == 0)
                    continue;
                _ready.Clear();
                for (var i = 0; i < _peers.Count; i++)
                {
                    if (_poller.IsReady(i))
                        _ready.Add(_peers[i]);
                }

                foreach (var peer in _ready)
                    Receive(peer, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // While there was no room.
        }
        finally
        {
            foreach (var peer in _peers)
                peer.Socket.Dispose();
            _peers.Clear();
        }
    }

    public void Dispose()
    {
        _frame.Dispose();
        _context.Dispose();
    }

    private void Receive(Peer peer, CancellationToken stop)
    {
        for (var i = 0; i < MostOfOne && !stop.IsCancellationRequested && !peer.Socket.IsClosed && peer.Socket.TryReceive(_frame); i++)
        {
            if (_frame.HasMore)
            {
                while (_frame.HasMore && peer.Socket.TryReceive(_frame))
                {
                    // The rest of it.
                }

                _taker.TakeStrange(peer);
                continue;
            }

            var taken = _taker.TakeAsync(peer, _frame.Span);
            if (!taken.IsCompletedSuccessfully)
                WaitFor(taken.AsTask());
        }
    }

    // Publishers that come meanwhile are connected with, so that what they say waits at libzmq.
    private void WaitFor(Task taken)
    {
        while (!((IAsyncResult)taken).AsyncWaitHandle.WaitOne(Look))
        {
            Obey();

            // A socket whose publisher has been restarted subscribes again only when it is looked at.
            _poller.Wait(TimeSpan.Zero);
        }

        taken.GetAwaiter().GetResult();
    }

    private void Obey()
    {
        while (_orders.TryDequeue(out var order))
            order();
        if (!_hasChanged)
            return;
        _hasChanged = false;
        _poller.Clear();
        foreach (var peer in _peers)
            _poller.Add(peer.Socket);
    }

    private void Changed()
    {
        _hasChanged = true;
        Count = _peers.Count(static peer => !peer.IsFeed);
    }
}
