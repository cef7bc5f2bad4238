using System.Net.Sockets;
using Windrow.Core.Binary;
using Windrow.Fields.Transport.Server;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Sockets;

/// <summary>
/// Sends where a session stands. However often it is signalled, one frame is under way at a time, and the next one says
/// what is so by then: a client that does not read holds nobody up.
/// </summary>
internal sealed class AckSender(Socket socket)
{
    private readonly Lock _lock = new();
    private readonly ByteWriter _frame = new();
    private readonly ByteWriter _head = new();
    private ClientSession? _session;
    private ReadOnlyMemory<byte> _first;
    private Task _sending = Task.CompletedTask;
    private bool _isSending;
    private bool _isWanted;
    private bool _isOver;

    /// <summary>Sends the first frame; what is signalled goes behind it.</summary>
    public void Begin(ClientSession session, byte[] first)
    {
        lock (_lock)
        {
            _session = session;
            _first = first;
        }

        Signal();
    }

    /// <summary>There is something new to say. On any thread; does not block.</summary>
    public void Signal()
    {
        lock (_lock)
        {
            _isWanted = true;
            if (_isSending || _session is null || _isOver)
                return;
            _isSending = true;
            _sending = Send();
        }
    }

    /// <summary>Completes when what was signalled is sent.</summary>
    public Task Sent
    {
        get
        {
            lock (_lock)
                return _sending;
        }
    }

    /// <summary>Sends a frame behind which none follows.</summary>
    public async Task SendLast(byte[] frame)
    {
        Task sending;
        lock (_lock)
        {
            _isOver = true;
            sending = _sending;
        }

        try
        {
            await sending.ConfigureAwait(false);
            await socket.SendAsync(frame, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Nobody is there to be told.
        }
    }

    private async Task Send()
    {
        // Whoever signals holds locks of its own, and may be settling a message.
        await Task.Yield();
        try
        {
            while (true)
            {
                ReadOnlyMemory<byte> next;
                lock (_lock)
                {
                    if (!_isWanted)
                    {
                        _isSending = false;
                        return;
                    }

                    if (_first.IsEmpty)
                        _isWanted = false;
                    next = _first;
                    _first = default;
                }

                if (next.IsEmpty)
                    next = State();
                while (!next.IsEmpty)
                    next = next[await socket.SendAsync(next, SocketFlags.None).ConfigureAwait(false)..];
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The reader of the connection finds out too, and sees to it.
        }
    }

    private ReadOnlyMemory<byte> State()
    {
        _head.Clear();
        _frame.Clear();
        _session!.TakeState().Write(_head);
        Frames.Write(_frame, FrameKind.Ack, _head);
        return _frame.Written.ToArray();
    }
}
