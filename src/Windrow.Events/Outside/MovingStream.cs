namespace Windrow.Events.Outside;

/// <summary>A stream that is sent, and tells when something of it has left.</summary>
internal sealed class MovingStream(Stream from, Patience patience) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => from.CanSeek;

    public override bool CanWrite => false;

    public override long Length => from.Length;

    public override long Position { get => from.Position; set => from.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        patience.Renew();
        return from.Read(buffer);
    }

    public override long Seek(long offset, SeekOrigin origin) => from.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            from.Dispose();
        base.Dispose(disposing);
    }
}
