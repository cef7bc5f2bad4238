using System.Text;
using Windrow.Core.Errors;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Sockets;

/// <summary>
/// Publishes messages to whoever subscribes. It knows what is subscribed to, and notices when a subscriber is too slow, instead of losing messages without a word. Safe for several
/// threads.
/// </summary>
internal sealed class PublisherSocket : IDisposable
{
    private const int PortsTried = 100;
    private const int FreshFor = 20; // milliseconds
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly ZeroMqContext _context = new();
    private readonly ZeroMqFrame _frame = new();
    private readonly HashSet<string> _subscriptions = new(StringComparer.Ordinal);
    private readonly ZeroMqSocket _socket;
    private readonly IDisposable? _guard;
    private byte[][] _prefixes = [];
    private long _listened;
    private bool _isClosed;
    private bool _isBehind; // a subscriber, and the others do not wait for it

    public PublisherSocket(SocketSetting setting)
    {
        _guard = setting.Security.Guard(_context);
        _socket = _context.Open(ZeroMqSocketType.ExtendedPublish);
        setting.Apply(_socket);
        setting.Security.Serve(_socket, setting.Security.ServesSecurely);
        _socket.Set(ZeroMqOption.NoDrop, 1);
        _socket.Set(ZeroMqOption.SendTimeout, (int)Patience.TotalMilliseconds);
    }

    /// <summary>The address it is bound to, with its port.</summary>
    public string Endpoint { get; private set; } = "";

    public int Port => int.TryParse(Endpoint.AsSpan(Endpoint.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture, out var port) ? port : 0;

    /// <summary>Messages that a subscriber did not get as it was too slow for longer than two seconds.</summary>
    public long Lost { get; private set; }

    /// <param name="address">As <c>tcp://*:9010</c>.</param>
    /// <exception cref="FailureException">It is taken, or none.</exception>
    public void Bind(string address)
    {
        try
        {
            _socket.Bind(address);
            Endpoint = _socket.Endpoint;
        }
        catch (ZeroMqException exception)
        {
            throw new FailureException(new Failure(exception.IsAddressInUse ? ErrorClass.Waiting : ErrorClass.Permanent, $"cannot publish at {exception.Message}", exception.IsAddressInUse ? "another program has it; write another 'port'" : "write an address such as tcp://*:9010"));
        }
    }

    /// <summary>Takes a free port.</summary>
    /// <param name="host">As <c>tcp://*</c>.</param>
    /// <param name="from">The least.</param>
    /// <param name="to">Not one of them any more.</param>
    public void Bind(string host, int from, int to, Random random)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                Bind($"{host}:{random.Next(from, to)}");
                return;
            }
            catch (FailureException exception) when (exception.Failure.Class == ErrorClass.Waiting && i < PortsTried)
            {
                // Another one.
            }
        }
    }

    /// <summary>Whether somebody subscribes to what begins so.</summary>
    public bool IsHeard(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            // Asking the socket costs about as much as sending; who has subscribed a moment ago still does.
            var now = Environment.TickCount64;
            if (now - _listened < FreshFor && Begins(message))
                return true;
            _listened = now;
            Listen();
            return Begins(message);
        }
    }

    /// <returns>False: not every subscriber got it, as one was too slow.</returns>
    public bool Send(ReadOnlySpan<byte> message)
    {
        lock (_lock)
        {
            if (_isClosed)
                return false;
            if (Environment.TickCount64 - _listened > 50 * FreshFor)
            {
                _listened = Environment.TickCount64;
                Listen();
            }

            if (_socket.TrySend(message, waits: false) || (!_isBehind && _socket.TrySend(message)))
            {
                _isBehind = false;
                return true;
            }

            _isBehind = true;
            _socket.Set(ZeroMqOption.NoDrop, 0);
            _ = _socket.TrySend(message);
            _socket.Set(ZeroMqOption.NoDrop, 1);
            Lost++;
            return false;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _socket.Dispose();
            _frame.Dispose();
        }

        _guard?.Dispose();

        // Waits for what is not sent, within the linger.
        _context.Dispose();
    }

    private bool Begins(ReadOnlySpan<byte> message)
    {
        foreach (var prefix in _prefixes)
        {
            if (message.StartsWith(prefix))
                return true;
        }

        return false;
    }

    // Subscriptions come as frames: 1 or 0, then the topic.
    private void Listen()
    {
        var changed = false;
        while (!_isClosed && _socket.TryReceive(_frame))
        {
            var said = _frame.Span;
            if (said.IsEmpty || said[0] > 1)
                continue;
            var topic = Encoding.Latin1.GetString(said[1..]);
            changed |= said[0] == 1 ? _subscriptions.Add(topic) : _subscriptions.Remove(topic);
        }

        if (changed)
            _prefixes = [.. _subscriptions.Select(Encoding.Latin1.GetBytes)];
    }
}
