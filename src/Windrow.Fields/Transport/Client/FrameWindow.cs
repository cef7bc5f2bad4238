namespace Windrow.Fields.Transport.Client;

/// <summary>
/// The frames that a client still has, oldest first: those that were sent and may be needed again, and behind them those
/// that are to be sent. Numbers rise from one to the next. Not safe for several threads.
/// </summary>
internal sealed class FrameWindow
{
    private readonly List<SentFrame> _frames = [];
    private int _start;
    private int _next;

    /// <summary>Bytes of payload.</summary>
    public long Bytes { get; private set; }

    public int Count => _frames.Count - _start;

    /// <summary>The oldest; null: there is none.</summary>
    public SentFrame? First => _start < _frames.Count ? _frames[_start] : null;

    /// <summary>The next that is to be sent; null: all are.</summary>
    public SentFrame? Next => _next < _frames.Count ? _frames[_next] : null;

    /// <summary>The frames in it.</summary>
    public ReadOnlySpan<SentFrame> Frames => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_frames)[_start..];

    public void Add(SentFrame frame)
    {
        _frames.Add(frame);
        Bytes += frame.Bytes;
    }

    /// <summary>The next was sent.</summary>
    public void Sent() => _next++;

    /// <summary>Everything behind this number is to be sent, once more where it was sent before.</summary>
    public void SendAfter(ulong sequence)
    {
        _next = _start;
        while (_next < _frames.Count && _frames[_next].Sequence <= sequence)
            _next++;
    }

    /// <summary>Lets go of the frames up to this number that were sent.</summary>
    public void DropThrough(ulong sequence)
    {
        while (_start < _next && _frames[_start].Sequence <= sequence)
            DropFirst();
        if (_start == _frames.Count || _start >= 1024)
        {
            _frames.RemoveRange(0, _start);
            _next -= _start;
            _start = 0;
        }
    }

    /// <summary>Takes the newest back, which was not sent.</summary>
    public void TakeBack()
    {
        Bytes -= _frames[^1].Bytes;
        _frames.RemoveAt(_frames.Count - 1);
    }

    /// <summary>Lets go of everything.</summary>
    public void Clear()
    {
        _next = _frames.Count;
        DropThrough(ulong.MaxValue);
    }

    private void DropFirst()
    {
        Bytes -= _frames[_start].Bytes;
        _frames[_start].Payload.Release();
        _frames[_start++] = null!;
    }
}
