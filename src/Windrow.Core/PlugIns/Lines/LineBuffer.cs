namespace Windrow.Core.PlugIns.Lines;

/// <summary>Cuts what is read into lines, in one buffer that grows to the longest line that is allowed.</summary>
internal sealed class LineBuffer(int longest)
{
    private byte[] _bytes = new byte[64 << 10];
    private int _start;
    private int _end;

    // There is no line feed between the start and here.
    private int _searched;
    private bool _isSkipping;

    /// <summary>Where to read to; never empty. What was taken before is overwritten.</summary>
    public Memory<byte> Room()
    {
        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end, _searched) = (0, _end - _start, _searched - _start);
        }

        if (_end == _bytes.Length)
            Array.Resize(ref _bytes, 2 * _bytes.Length);
        return _bytes.AsMemory(_end);
    }

    /// <summary>So many bytes were read.</summary>
    public void Add(int count) => _end += count;

    /// <summary>The next line, without its line feed; a line that was skipped is empty. It holds until <see cref="Room"/> is asked for.</summary>
    /// <param name="isLast">Nothing more can come: what is left is a line, if it is anything.</param>
    public bool TryTake(bool isLast, out ReadOnlyMemory<byte> line)
    {
        var length = _bytes.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        var end = length < 0 ? _end : _searched + length;
        _searched = end;
        line = _bytes.AsMemory(_start, _isSkipping ? 0 : end - _start);
        if (length < 0 && (!isLast || line.IsEmpty))
            return false;
        _start = _searched = Math.Min(end + 1, _end);
        _isSkipping = false;
        return true;
    }

    /// <summary>Gives up the line under way when it has become too long; its bytes are let go at once, so that memory stays bounded.</summary>
    /// <returns>True once for each line that is too long.</returns>
    public bool SkipTooLong()
    {
        var isTooLong = !_isSkipping && _end - _start > longest;
        _isSkipping |= isTooLong;
        if (_isSkipping)
            _start = _searched = _end;
        return isTooLong;
    }
}
