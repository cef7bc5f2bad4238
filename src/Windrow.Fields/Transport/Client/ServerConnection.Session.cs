using Windrow.Core.Binary;
using Windrow.Fields.Transport.Wire;

namespace Windrow.Fields.Transport.Client;

/// <content>How the session goes on over cuts and over servers that are started again.</content>
internal sealed partial class ServerConnection
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Listen = TimeSpan.FromMilliseconds(200);
    private const int LooksPerPull = 4;

    private readonly byte[] _in = new byte[4096];
    private readonly Queue<(ulong Flush, long Frames, long Bytes)> _marks = [];

    // Those that are not durable yet. They take no memory, and other clients wait for them too: they are sent again whatever window there is.
    private readonly List<SentFrame> _flushes = [];
    private CancellationTokenRegistration _abort;
    private ServerLink? _link;
    private int _inLength;
    private Ack _state;
    private int _cuts;
    private ulong _lostThrough;
    private bool _toldWindow;
    private long _frames;
    private long _bytes;
    private (long Frames, long Bytes) _safe;

    /// <summary>Sends what there is to send, and goes on until something is so. A connection that is cut meanwhile is made anew.</summary>
    /// <param name="push">What is gathered is sent too.</param>
    /// <param name="pull">The server is to say at once what is new.</param>
    /// <returns>False: the time is up.</returns>
    private bool Until(Func<bool> isSo, bool push, bool pull, TimeSpan within, CancellationToken stop)
    {
        var time = _settings.Services.Time;
        var began = within == Timeout.InfiniteTimeSpan ? 0 : time.GetTimestamp();
        while (true)
        {
            try
            {
                if (_link is null)
                    Connect(stop);
                while (NextToSend() is { } frame)
                {
                    WaitForCredit(frame, stop);
                    Transmit(frame);
                    MarkSent(frame);
                }

                if (push)
                    PushOut();
                if (_sentSinceLook >= LookEvery)
                    Look(TimeSpan.Zero);
                if (isSo())
                    return true;
                for (var looks = 0; !isSo(); looks++)
                {
                    stop.ThrowIfCancellationRequested();
                    if (within != Timeout.InfiniteTimeSpan && time.GetElapsedTime(began) >= within)
                        return false;

                    // Again now and then: the first may have come before that which it is for.
                    if (pull && looks % LooksPerPull == 0)
                        Pull(durable: true);
                    Look(Listen);
                }

                return true;
            }
            catch (IOException exception)
            {
                Disconnect();
                stop.ThrowIfCancellationRequested();
                if (!_settings.CanReconnect || ++_cuts > _settings.Retries)
                    throw new IOException($"the server {_server}: {exception.Message}", exception);
                ClientLog.Cut(_log, _server, exception.Message);
            }
            catch (WireException)
            {
                Disconnect();
                throw;
            }
            catch (CorruptDataException exception)
            {
                Disconnect();
                throw new WireException($"the server {_server} sent a damaged frame: {exception.What}");
            }
        }
    }

    private void Count(SentFrame frame)
    {
        if (frame.IsDeclaration)
        {
            frame.Payload.Add();
            _declarations.Add(frame);
        }
        else if (frame.Kind is FrameKind.Field or FrameKind.Notification)
        {
            _frames++;
            _bytes += frame.Bytes;
        }
        else if (frame.Kind == FrameKind.Flush)
        {
            _lastFlush = frame.Sequence;
            _marks.Enqueue((frame.Sequence, _frames, _bytes));
        }
    }

    private void Connect(CancellationToken stop)
    {
        var delay = FirstDelay;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _link = _newLink();
                _link.Connect(_settings.ConnectTimeout, stop);
                _abort = stop.Register(static link => ((ServerLink)link!).Abort(), _link);
                Resume(Greet(stop));
                return;
            }
            catch (IOException exception)
            {
                Disconnect();
                if (attempt >= _settings.Retries)
                    throw new IOException($"it cannot be reached: {exception.Message} ({attempt + 1} attempts)", exception);
            }

            Task.Delay(delay, _settings.Services.Time, stop).GetAwaiter().GetResult();
            delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
        }
    }

    private Accept Greet(CancellationToken stop)
    {
        var first = _window.First?.Sequence ?? _sequence + 1;
        _link!.Send(Frames.Of(FrameKind.Hello, new Hello(_settings.Peer, _session, _transmitted, Math.Min(first, _transmitted + 1), _settings.ResendWindow).Write), default);
        var began = _settings.Services.Time.GetTimestamp();
        while (true)
        {
            if (TryTake(out var header, out var head))
            {
                var accept = header.Kind == FrameKind.Accept ? Accept.Read(head) : throw new WireException($"{_server} answers with a frame of kind {header.Kind}; it is no transport server");
                Consume(header);
                return accept;
            }

            stop.ThrowIfCancellationRequested();
            if (_settings.Services.Time.GetElapsedTime(began) >= _settings.ConnectTimeout)
                throw new IOException($"no answer within {_settings.ConnectTimeout.TotalSeconds:0.###} s");
            _inLength += _link.Receive(_in.AsSpan(_inLength), Listen);
        }
    }

    private void Resume(Accept accept)
    {
        _sentCost = accept.ReceivedCost;
        _window.SendAfter(accept.IsKnown ? accept.State.Received : 0);
        if (accept.IsKnown)
        {
            Apply(accept.State);
            LoseUnderWay(accept.State.Received, Math.Min(_window.Next?.Sequence ?? ulong.MaxValue, _transmitted + 1) - 1);
            SendFlushesAgain(accept.State.Received);
            return;
        }

        // What was durable stays so, whichever server made it.
        _state = accept.State with { Received = 0, Durable = _state.Durable };
        if (_transmitted == 0)
            return;
        var kept = (Frames: 0L, Bytes: 0L);
        foreach (var frame in _window.Frames)
        {
            if (frame.Kind is FrameKind.Field or FrameKind.Notification && frame.Sequence <= _transmitted)
                kept = (kept.Frames + 1, kept.Bytes + frame.Bytes);
        }

        LoseWithServer(Math.Max(0, _frames - _safe.Frames - kept.Frames), Math.Max(0, _bytes - _safe.Bytes - kept.Bytes));
        _safe = (_frames - kept.Frames, _bytes - kept.Bytes);
        var first = _window.First?.Sequence ?? ulong.MaxValue;
        foreach (var declaration in _declarations)
        {
            if (declaration.Sequence < first)
                _again.Enqueue(declaration);
        }

        SendFlushesAgain(0);
    }

    private void SendFlushesAgain(ulong received)
    {
        var first = _window.First?.Sequence ?? ulong.MaxValue;
        foreach (var flush in _flushes)
        {
            if (flush.Sequence > received && flush.Sequence < first)
                _again.Enqueue(flush);
        }
    }

    private void LoseUnderWay(ulong received, ulong last)
    {
        // Those that were lost with an earlier cut are counted.
        var before = Math.Max(received, _lostThrough);
        if (last <= before)
            return;
        var frames = (long)(last - before) - _flushes.Count(flush => flush.Sequence > before && flush.Sequence <= last);
        _lostThrough = last;
        _safe.Frames += frames;
        Lost += frames;
        if (frames > 0)
            ClientLog.LostUnderWay(_log, _server, frames);
    }

    private void LoseWithServer(long frames, long bytes)
    {
        Lost += frames;
        if (frames > 0)
            ClientLog.LostWithServer(_log, _server, frames, bytes);
    }

    private void Disconnect()
    {
        _abort.Dispose();
        _link?.Dispose();
        _link = null;
        _encoder = new FrameEncoder();
        _out.Clear();
        _again.Clear();
        _inLength = 0;
    }
}
