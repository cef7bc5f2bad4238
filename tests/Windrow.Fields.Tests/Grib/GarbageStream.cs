namespace Windrow.Fields.Tests.Grib;

/// <summary>So many octets of a fixed pseudo-random pattern, made while they are read.</summary>
internal sealed class GarbageStream(long length) : Stream
{
    private readonly byte[] _pattern = Pattern();
    private long _left = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var taken = (int)Math.Min(Math.Min(count, _pattern.Length), _left);
        _pattern.AsSpan(0, taken).CopyTo(buffer.AsSpan(offset));
        _left -= taken;
        return taken;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Pattern()
    {
        var pattern = new byte[1 << 20];
        new Random(1).NextBytes(pattern);
        return pattern;
    }
}
