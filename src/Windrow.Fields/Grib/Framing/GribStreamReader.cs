using Windrow.Native.EcCodes.Structure;

namespace Windrow.Fields.Grib.Framing;

/// <summary>
/// Reads GRIB messages one after the other from a stream (file, pipe, standard input) through a window that holds no more
/// than the message at hand. It prefers reading to memory mapping: a mapped file that somebody cuts short kills the
/// process. One thread at a time; the stream stays the caller's.
/// </summary>
public sealed class GribStreamReader(
    Stream stream, Action<GribDefect>? onDefect = null, GribReadOptions? options = null)
{
    private readonly GribReadOptions _options = options ?? GribReadOptions.Default;
    private readonly GribGap _gap = new(options ?? GribReadOptions.Default, onDefect);
    private byte[] _window = [];
    private int _start; // the first octet not yet dealt with
    private int _end; // behind the last octet read
    private long _base; // the offset in the stream of the window's first octet
    private int _wanted; // how many octets from _start the candidate needs
    private long _junk;
    private bool _finished;

    /// <summary>The octets of the message found last. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Message { get; private set; }

    /// <summary>Where that message is.</summary>
    public GribFrame Frame { get; private set; }

    /// <summary>Octets that belong to no message, up to the message found last or the end.</summary>
    public long JunkBytes => _gap.JunkBytes;

    /// <summary>Defects so far, those included that were only counted.</summary>
    public long Defects => _gap.Defects;

    /// <summary>Goes to the next message; false at the end of the stream.</summary>
    public bool Read()
    {
        while (!TryAdvance())
        {
            if (_finished)
                return false;
            MakeRoom();
            Took(stream.Read(_window, _end, _window.Length - _end));
        }

        return true;
    }

    /// <inheritdoc cref="Read"/>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellation)
    {
        while (!TryAdvance())
        {
            if (_finished)
                return false;
            MakeRoom();
            Took(await stream.ReadAsync(_window.AsMemory(_end), cancellation));
        }

        return true;
    }

    /// <summary>Looks for a message in what the window holds; false when more octets are needed or all are used up.</summary>
    private bool TryAdvance()
    {
        Message = default;
        while (_end - _start >= _wanted || _finished)
        {
            var rest = _window.AsSpan(_start, _end - _start);
            var found = rest.IndexOf(GribFraming.Marker);
            if (found < 0)
            {
                // The last three octets may be the beginning of a marker.
                Skip(_finished ? rest.Length : Math.Max(0, rest.Length - 3));
                _wanted = _end - _start + 1;
                if (_finished)
                    CloseGap();
                return false;
            }

            Skip(found);
            rest = rest[found..];
            switch (GribFraming.Examine(rest, _options.MaxMessageLength, out var length, out var reason))
            {
                case GribCandidate.Message:
                    CloseGap();
                    Frame = new GribFrame(_base + _start, length, rest[7]);
                    Message = _window.AsMemory(_start, length);
                    _start += length;
                    _wanted = 1;
                    return true;
                case GribCandidate.Open when !_finished:
                    _wanted = length;
                    return false;
                case GribCandidate.Open:
                    _gap.AddTruncated(_base + _start, length, rest.Length);
                    break;
                case GribCandidate.Defect:
                    _gap.Add(_base + _start, reason);
                    break;
            }

            Skip(1);
            _wanted = 1;
        }

        return false;
    }

    private void Skip(int count)
    {
        _start += count;
        _junk += count;
    }

    private void CloseGap()
    {
        _gap.Close(_junk);
        _junk = 0;
    }

    /// <summary>Moves what is left to the front when the window is full, and doubles the window when that is not enough.</summary>
    private void MakeRoom()
    {
        if (_window.Length == 0)
            _window = new byte[Math.Max(64, _options.WindowLength)];
        if (_end < _window.Length && _start + (long)_wanted <= _window.Length)
            return;
        var left = _window.AsSpan(_start, _end - _start);
        if (left.Length > _window.Length / 2)
        {
            var larger = new byte[(int)Math.Min(Array.MaxLength, _window.Length * 2L)];
            left.CopyTo(larger);
            _window = larger;
        }
        else
        {
            left.CopyTo(_window);
        }

        _base += _start;
        _start = 0;
        _end = left.Length;
    }

    private void Took(int count)
    {
        _end += count;
        _finished = count == 0;
    }
}
