using Windrow.Core.Errors;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Server;

/// <summary>
/// One client, over all its connections: what has arrived, what of it still takes memory, and which flushes are durable.
/// Frames are taken in by one connection at a time; they are settled on any thread.
/// </summary>
/// <param name="share">Bytes that the client may have in the server's memory, as of now.</param>
/// <param name="letters">Where the server's dead letters are counted.</param>
internal sealed class ClientSession(Peer peer, ulong id, Hello hello, Func<long> share, IDeadLetters letters)
{
    private readonly Lock _lock = new();
    private readonly Queue<FlushReceipt> _flushes = new();
    private readonly long _deadBefore = letters.Count;
    private IAckLink? _link;
    private Ack _announced;
    private long _announcedCost;
    private ulong _received;
    private long _receivedCost;
    private long _released;
    private long _limit;
    private long _admitted;
    private ulong _durable;
    private long _deadLetters;
    private bool _pulls;

    public Peer Peer { get; } = peer;

    /// <summary>The client's name, one string for all its messages.</summary>
    public string Name { get; } = peer.ToString();

    public ulong Id { get; } = id;

    /// <summary>The client's earlier frames went to a server that is no more, so numbers may be missing.</summary>
    public bool MayHaveGaps { get; private set; } = hello.Sent > 0;

    public bool HasOpened { get; private set; }

    public bool HasClosed { get; private set; }

    /// <summary>Frames of messages that have arrived.</summary>
    public long Frames { get; private set; }

    /// <summary>Bytes of their payloads.</summary>
    public long Bytes { get; private set; }

    public bool IsConnected => Volatile.Read(ref _link) is not null;

    /// <summary>Number of the last frame that was taken in.</summary>
    public ulong Received => _received;

    /// <summary>Cost of what takes memory now.</summary>
    public long InFlight
    {
        get
        {
            lock (_lock)
                return _receivedCost - _released;
        }
    }

    /// <summary>How the client does, for who asks.</summary>
    public ProbedClient Report()
    {
        lock (_lock)
            return new ProbedClient(Name, HasClosed ? ClientState.Closed : _link is null ? ClientState.Away : ClientState.Connected, Frames, Bytes, _receivedCost - _released);
    }

    /// <summary>A connection serves the session from here on.</summary>
    public Accept Attach(Hello again, IAckLink link, bool isKnown)
    {
        lock (_lock)
        {
            // What a client without a window had under way is lost to it.
            MayHaveGaps |= again.First > _received + 1;
            _link = link;
            _pulls = false;
            return new Accept(isKnown, Announce(), _receivedCost);
        }
    }

    /// <summary>A connection has ended.</summary>
    /// <returns>False: another one serves the session already.</returns>
    public bool Detach(IAckLink link)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_link, link))
                return false;
            _link = null;

            // The connection was cut in the middle of a frame, which comes again.
            _receivedCost -= _admitted;
            _admitted = 0;
            return true;
        }
    }

    /// <summary>The connection that serves the session.</summary>
    public IAckLink? Link => Volatile.Read(ref _link);

    /// <summary>Looks at a frame that is about to be read.</summary>
    /// <returns>False: it has arrived before.</returns>
    /// <exception cref="WireException">It must not come here.</exception>
    public bool Admit(in FrameHeader header)
    {
        if (header.Sequence <= _received)
            return false;
        if (header.Sequence != _received + 1 && !MayHaveGaps)
            throw new WireException($"frame {header.Sequence} came after frame {_received}");
        if (HasClosed)
            throw new WireException("a frame came after the client's close");
        var cost = FrameCost.Of(header.Payload);
        lock (_lock)
        {
            if (_receivedCost + cost > _limit && _released < _receivedCost)
                throw new WireException($"the client sends more than it may: {_receivedCost + cost} bytes of credit where it has {_limit}");
            _receivedCost += _admitted = cost;
            _pulls = false;
        }

        return true;
    }

    /// <summary>A flush is about to be handed to the engine.</summary>
    public FlushReceipt Expect(in FrameHeader flush)
    {
        var receipt = new FlushReceipt(this, flush.Sequence);
        lock (_lock)
            _flushes.Enqueue(receipt);
        return receipt;
    }

    /// <summary>A frame is the engine's, or needs no more.</summary>
    public void Took(in FrameHeader header)
    {
        HasOpened |= header.Kind == FrameKind.Open;
        HasClosed |= header.Kind == FrameKind.Close;
        lock (_lock)
        {
            _received = header.Sequence;
            _admitted = 0;
            if (header.Kind is not (FrameKind.Open or FrameKind.Close))
            {
                Frames++;
                Bytes += header.Payload;
            }
            else
            {
                _released += FrameCost.Of(header.Payload);
            }

            if (header.Kind == FrameKind.Close)
                Say();
            else
                SayWhenDue();
        }
    }

    /// <summary>Memory was given back.</summary>
    public void Release(long cost)
    {
        lock (_lock)
        {
            _released += cost;
            SayWhenDue();
        }
    }

    /// <summary>A flush is done with, and everything before it: it is durable, or among the dead letters.</summary>
    public void Settled(FlushReceipt flush)
    {
        lock (_lock)
        {
            flush.IsSettled = true;
            flush.DeadLetters = letters.Count - _deadBefore;
            _released += FrameCost.Of(0);

            // One is durable when those before it are too.
            while (_flushes.TryPeek(out var first) && first.IsSettled)
            {
                _flushes.Dequeue();
                _durable = first.Sequence;
                _deadLetters = Math.Max(_deadLetters, first.DeadLetters);
            }

            Say();
        }
    }

    /// <summary>The client waits: from now until its next frame everything is said at once.</summary>
    public void Pull()
    {
        lock (_lock)
        {
            _pulls = true;
            Say();
        }
    }

    /// <summary>What is to be said to the client; it counts as said.</summary>
    public Ack TakeState()
    {
        lock (_lock)
            return Announce();
    }

    private Ack Announce()
    {
        _limit = Math.Max(_limit, _released + share());
        _announcedCost = _receivedCost;
        return _announced = new Ack(_received, _released, _limit, _durable, _deadLetters);
    }

    private void SayWhenDue()
    {
        if (_pulls || _released - _announced.Released >= share() / 4 || (hello.Window > 0 && _receivedCost - _announcedCost >= hello.Window / 4))
            Say();
    }

    private void Say() => _link?.Signal();
}
