using Windrow.Core.Binary;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <content>What the server says, and when it is listened to.</content>
internal sealed partial class ServerConnection
{
    /// <param name="durable">Something has to become durable; otherwise it is for room that the client waits.</param>
    private void Pull(bool durable) => _link!.Send(Frames.Of(FrameKind.Pull, writer => writer.Flag(durable)), default);

    // Reads what the server says.
    private void Look(TimeSpan wait)
    {
        _sentSinceLook = 0;
        for (var isNews = false; ;)
        {
            while (TryTake(out var header, out var head))
            {
                var reader = new ByteReader(head);
                if (header.Kind != FrameKind.Ack)
                    throw new WireException($"the server {_server} sent a frame of kind {header.Kind} in the middle of a connection");
                Apply(Ack.Read(ref reader));
                Consume(header);
                isNews = true;
            }

            // What was said may be all that somebody waits for. Behind a server's last word is the end of the connection, which is
            // none that was cut.
            if (isNews)
                return;
            var received = _link!.Receive(_in.AsSpan(_inLength), wait);
            if (received == 0)
                return;
            _inLength += received;
        }
    }

    private bool TryTake(out FrameHeader header, out ReadOnlySpan<byte> head)
    {
        header = default;
        head = default;
        if (_inLength < FrameHeader.Size)
            return false;
        header = FrameHeader.Read(_in, 0);
        if (FrameHeader.Size + header.Head > _in.Length)
            throw new WireException($"the server {_server} sent a frame of {header.Head} bytes");
        if (_inLength < FrameHeader.Size + header.Head)
            return false;
        head = _in.AsSpan(FrameHeader.Size, header.Head);
        if (header.Kind != FrameKind.Error)
            return true;
        var reader = new ByteReader(head);
        throw new WireException($"the server {_server} has ended the connection: {reader.Text()}");
    }

    private void Consume(in FrameHeader header)
    {
        var size = FrameHeader.Size + header.Head;
        _in.AsSpan(size, _inLength - size).CopyTo(_in);
        _inLength -= size;
    }

    private void Apply(in Ack state)
    {
        if (state.Received > _state.Received)
            _cuts = 0;

        if (state.DeadLetters > _state.DeadLetters)
        {
            var news = state.DeadLetters - _state.DeadLetters;
            _deadLetters += news;
            ClientLog.DeadLetters(_log, _server, news);
        }

        // A server that was started again knows of none that an earlier one made durable.
        _state = state with { Durable = Math.Max(state.Durable, _state.Durable) };
        _window.DropThrough(_settings.UntilFlush ? _state.Durable : state.Received);
        while (_flushes is [var flush, ..] && flush.Sequence <= _state.Durable)
            _flushes.RemoveAt(0);
        while (_marks.TryPeek(out var mark) && mark.Flush <= _state.Durable)
        {
            _marks.Dequeue();
            _safe = (mark.Frames, mark.Bytes);
            _toldWindow = false;
        }
    }
}
