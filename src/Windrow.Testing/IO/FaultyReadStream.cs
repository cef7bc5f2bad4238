using Windrow.Testing.Faults;

namespace Windrow.Testing.IO;

/// <summary>A file of a <see cref="FaultyFileSystem"/>, open for reading.</summary>
internal sealed class FaultyReadStream(FaultPlan plan, string path, Stream below) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => below.CanSeek;

    public override bool CanWrite => false;

    public override long Length => below.Length;

    public override long Position { get => below.Position; set => below.Position = value; }

    public override int Read(Span<byte> buffer)
    {
        lock (plan.Gate)
        {
            return plan.Begin(OperationKind.Read, path, below.CanSeek ? below.Position : 0, buffer.Length) == FaultVerdict.Pass
                ? below.Read(buffer)
                : throw InjectedError.Io(plan, path);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => below.Seek(offset, origin);

    public override void Flush() => below.Flush();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            below.Dispose();
        base.Dispose(disposing);
    }
}
