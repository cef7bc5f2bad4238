using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <summary>
/// A client's session with one server, over as many connections as it takes. All work is done on the thread of whoever
/// sends: the server's acknowledgements are read when something depends on them, and now and then. Safe for several
/// threads, one at a time.
/// </summary>
internal sealed partial class ServerConnection : IDisposable
{
    // Below this a copy beside the metadata is cheaper than another piece of a gathered send.
    private const int CopyAtMost = 8 << 10;
    private const int PushAt = 32 << 10;
    private const long LookEvery = 1 << 20;

    private readonly Lock _lock = new();
    private readonly string _server;
    private readonly Func<ServerLink> _newLink;
    private readonly ConnectionSettings _settings;
    private readonly ILogger _log;
    private readonly ulong _session;
    private readonly FrameWindow _window = new();
    private readonly List<SentFrame> _declarations = [];
    private readonly Queue<SentFrame> _again = [];
    private readonly ByteWriter _out = new();
    private FrameEncoder _encoder = new();
    private ulong _sequence;
    private ulong _transmitted;
    private ulong _lastFlush;
    private long _sentCost;
    private long _sentSinceLook;
    private long _deadLetters;
    private long _deadLettersTaken;
    private bool _isOpen;
    private bool _isClosed;

    public ServerConnection(string server, Func<ServerLink> newLink, ConnectionSettings settings)
    {
        _server = server;
        _newLink = newLink;
        _settings = settings;
        _log = settings.Services.Logs.CreateLogger("windrow.transport");
        _session = unchecked((ulong)settings.Services.Random.NextInt64(1, long.MaxValue));
    }

    /// <summary>The server as reports name it.</summary>
    public string Name => _server;

    /// <summary>Messages that were lost with a connection or a server.</summary>
    public long Lost { get; private set; }

    /// <summary>Frames that are kept to be sent again.</summary>
    public int Kept
    {
        get
        {
            lock (_lock)
                return _window.Count;
        }
    }

    /// <summary>Messages that have become dead letters at the server by the last flush that is settled there, and that nobody was told of by this.</summary>
    public long TakeDeadLetters()
    {
        lock (_lock)
        {
            var news = _deadLetters - _deadLettersTaken;
            _deadLettersTaken = _deadLetters;
            return news;
        }
    }

    /// <summary>Tells the server that this client exists.</summary>
    /// <exception cref="IOException">The server cannot be reached.</exception>
    /// <exception cref="WireException">It refuses.</exception>
    public void Open(CancellationToken stop)
    {
        lock (_lock)
            EnsureOpen(stop);
    }

    /// <summary>
    /// Sends a message. When it returns the payload's memory is not needed any more, unless it was added to: it is held
    /// while it may have to be sent again.
    /// </summary>
    /// <exception cref="IOException">The server cannot be reached; the message was not sent.</exception>
    /// <exception cref="WireException">It refuses.</exception>
    /// <exception cref="ArgumentException">The message cannot be sent.</exception>
    public void Send(FrameKind kind, Metadata metadata, Payload payload, byte form, CancellationToken stop)
    {
        lock (_lock)
        {
            EnsureOpen(stop);
            SendFrame(kind, metadata, payload, form, stop);
        }
    }

    /// <summary>Sends what is gathered.</summary>
    public void Push(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_out.Length > 0)
                Until(() => _out.Length == 0, push: true, pull: false, Timeout.InfiniteTimeSpan, stop);
        }
    }

    /// <summary>Reads what the server has said so far; for those who look at the counts.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (_link is not null)
                Look(TimeSpan.Zero);
        }
    }

    /// <summary>Waits until all flushes so far are durable at the server.</summary>
    /// <returns>False: they are not within the time.</returns>
    public bool WaitDurable(TimeSpan within, CancellationToken stop)
    {
        lock (_lock)
            return Until(() => _state.Durable >= _lastFlush, push: true, pull: true, within, stop);
    }

    /// <summary>Says that nothing follows, and waits for all acknowledgements.</summary>
    /// <returns>Null, or why it is not known that the server has everything; that is logged too.</returns>
    public string? Close(CancellationToken stop)
    {
        lock (_lock)
        {
            if (_isClosed)
                return null;
            var doubt = TryClose(stop);
            _isClosed = true;
            if (doubt is not null)
                ClientLog.ClosedUnacknowledged(_log, _server, doubt);
            return doubt;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            Disconnect();
            _window.Clear();
            foreach (var declaration in _declarations)
                declaration.Payload.Release();
            _declarations.Clear();
        }
    }

    private string? TryClose(CancellationToken stop)
    {
        try
        {
            EnsureOpen(stop);
            SendFrame(FrameKind.Close, Metadata.Empty, Payload.None, 0, stop);
            return Until(() => _state.Received >= _sequence && _state.Durable >= _lastFlush, push: true, pull: true, _settings.CloseTimeout, stop)
                ? null
                : $"not within {_settings.CloseTimeout.TotalSeconds:0.###} s; {_sequence - Math.Min(_state.Received, _sequence)} frames have not arrived, the last flush is {(_state.Durable >= _lastFlush ? "" : "not ")}durable";
        }
        catch (Exception exception) when (exception is IOException or WireException or OperationCanceledException)
        {
            return exception.Message;
        }
    }

    private void EnsureOpen(CancellationToken stop)
    {
        ObjectDisposedException.ThrowIf(_isClosed, this);
        if (_isOpen)
            return;
        SendFrame(FrameKind.Open, Metadata.Empty, Payload.None, 0, stop);
        _isOpen = true;
    }

    private void SendFrame(FrameKind kind, Metadata metadata, Payload payload, byte form, CancellationToken stop)
    {
        WaitForRoom(payload.Bytes, stop);

        // What a model lends is its own again when this returns, so what may be sent again is a copy.
        var kept = payload.Add();
        if (_settings.ResendWindow > 0)
            kept = kept.Own();
        var frame = new SentFrame(kind, ++_sequence, metadata, kept, form);
        _window.Add(frame);
        if (kind == FrameKind.Flush)
            _flushes.Add(frame);
        try
        {
            Until(static () => true, push: kind is not (FrameKind.Field or FrameKind.Domain or FrameKind.Mask), pull: false, Timeout.InfiniteTimeSpan, stop);
        }
        catch when (ReferenceEquals(_window.Next, frame))
        {
            // Nothing of it counts at the server, so its number is free.
            _window.TakeBack();
            _flushes.Remove(frame);
            _sequence--;
            kept.Release();
            throw;
        }
        catch (IOException exception) when (_settings.ResendWindow > 0)
        {
            // It is kept, and is sent when the server is there again; whoever sends the next message hears of it.
            ClientLog.NotReached(_log, _server, exception.Message);
        }

        Count(frame);
    }

    private void WaitForRoom(long bytes, CancellationToken stop)
    {
        if (_settings.ResendWindow == 0 || _window.Bytes + bytes <= _settings.ResendWindow || _window.Count == 0)
            return;
        WaitUntilThereIs(bytes, stop);
    }

    // By itself, as it allocates.
    private void WaitUntilThereIs(long bytes, CancellationToken stop) =>
        Until(() => MakeRoom(bytes), push: true, pull: true, Timeout.InfiniteTimeSpan, stop);

    private bool MakeRoom(long bytes)
    {
        // What is kept for a flush that does not come goes when it is in the way, if it has arrived.
        while (_settings.UntilFlush && _window.Bytes + bytes > _settings.ResendWindow && _window.First is { } first && first.Sequence <= _state.Received && !ReferenceEquals(first, _window.Next))
        {
            if (!_toldWindow)
                ClientLog.WindowTooSmall(_log, _server, _settings.ResendWindow);
            _toldWindow = true;
            _window.DropThrough(first.Sequence);
        }

        return _window.Bytes + bytes <= _settings.ResendWindow || _window.Count == 0;
    }
}
