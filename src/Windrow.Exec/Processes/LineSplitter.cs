namespace Windrow.Exec.Processes;

/// <summary>Cuts a stream of bytes into lines. A line that is too long is given in part, and the rest of it is skipped.</summary>
internal sealed class LineSplitter(int longest)
{
    private byte[] _line = new byte[1_024];
    private int _length;
    private bool _skips;

    /// <summary>Takes bytes in, and gives every line that is whole now.</summary>
    /// <param name="bytes">As they came.</param>
    /// <param name="take">Gets a line without its end, and whether it was longer than that.</param>
    public void Add(ReadOnlySpan<byte> bytes, LineTaker take)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var part = end < 0 ? bytes : bytes[..end];
            if (end >= 0 && _length == 0 && !_skips && part.Length <= longest)
                take(part, false);
            else
                Append(part, isLast: end >= 0, take);
            if (end < 0)
                return;
            bytes = bytes[(end + 1)..];
        }
    }

    /// <summary>Gives what came last and has no end.</summary>
    public void End(LineTaker take)
    {
        if (_length > 0 && !_skips)
            take(_line.AsSpan(0, _length), false);
        (_length, _skips) = (0, false);
    }

    private void Append(ReadOnlySpan<byte> part, bool isLast, LineTaker take)
    {
        if (!_skips)
        {
            var room = Math.Min(part.Length, longest - _length);
            if (_length + room > _line.Length)
                Array.Resize(ref _line, Math.Max(_length + room, 2 * _line.Length));
            part[..room].CopyTo(_line.AsSpan(_length));
            _length += room;
            var isTooLong = room < part.Length;
            if (isTooLong || isLast)
                take(_line.AsSpan(0, _length), isTooLong);
            if (isTooLong || isLast)
                _length = 0;
            _skips = isTooLong;
        }

        if (isLast)
            _skips = false;
    }
}
