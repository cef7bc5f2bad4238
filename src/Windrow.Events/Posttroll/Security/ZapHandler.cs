using System.Text;
using Windrow.Native.ZeroMq;

namespace Windrow.Events.Posttroll.Security;

/// <summary>Decides who may connect to the sockets of a context, as libzmq asks it by ZeroMQ RFC 27. It has a thread of its own.</summary>
internal sealed class ZapHandler : IDisposable
{
    private const int RequestId = 1;
    private const int Address = 3;
    private const int Mechanism = 5;
    private const int Credentials = 6;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly List<byte[]> _keys;
    private readonly HashSet<string>? _hosts;
    private readonly ZeroMqSocket _socket;
    private readonly Thread _thread;
    private volatile bool _isOver;

    /// <param name="keys">Of clients, for sockets that ask for keys.</param>
    /// <param name="hosts">Addresses that may connect; null: all.</param>
    public ZapHandler(ZeroMqContext context, List<byte[]> keys, HashSet<string>? hosts)
    {
        (_keys, _hosts) = (keys, hosts);
        _socket = context.Open(ZeroMqSocketType.Reply);
        _socket.Set(ZeroMqOption.Linger, 0);
        _socket.Bind("inproc://zeromq.zap.01");
        _thread = new Thread(Run) { IsBackground = true, Name = "posttroll keys" };
        _thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    private void Run()
    {
        using var frame = new ZeroMqFrame();
        var poller = new ZeroMqPoller();
        poller.Add(_socket);
        List<byte[]> request = [];
        while (!_isOver)
        {
            if (poller.Wait(Look) == 0)
                continue;
            request.Clear();
            while (_socket.TryReceive(frame))
            {
                request.Add(frame.Span.ToArray());
                if (!frame.HasMore)
                    break;
            }

            if (request.Count > Mechanism)
                Answer(request);
        }

        _socket.Dispose();
    }

    private void Answer(List<byte[]> request)
    {
        var isKnown = _hosts is null || _hosts.Contains(Encoding.ASCII.GetString(request[Address]));
        var isCurve = request[Mechanism].AsSpan().SequenceEqual("CURVE"u8);
        if (isCurve)
            isKnown &= request.Count > Credentials && _keys.Exists(key => key.AsSpan().SequenceEqual(request[Credentials]));
        _socket.TrySend("1.0"u8, more: true);
        _socket.TrySend(request[RequestId], more: true);
        _socket.TrySend(isKnown ? "200"u8 : "400"u8, more: true);
        _socket.TrySend(isKnown ? "OK"u8 : "not authorized"u8, more: true);
        _socket.TrySend([], more: true);
        _socket.TrySend([]);
    }
}
