using System.Runtime.InteropServices;
using Windrow.Core.Errors;

namespace Windrow.Cli;

/// <summary>
/// Standard output as a sink needs it. The stream of <see cref="Console"/> takes whatever is written after the reader
/// has gone away and says nothing, so messages would count as delivered that nobody got; a <see cref="FileStream"/>
/// keeps a position of its own, so what other programs write to the same file would be lost.
/// </summary>
internal sealed partial class StandardOutput : Stream
{
    private const int Descriptor = 1;
    private const int Interrupted = 4;
    private const int BrokenPipe = 32;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="FailureException">Nobody reads any more.</exception>
    /// <exception cref="IOException">The system refuses it otherwise.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = WriteTo(Descriptor, buffer, (nuint)buffer.Length);
            if (written >= 0)
                buffer = buffer[(int)written..];
            else if (Marshal.GetLastPInvokeError() == BrokenPipe)
                throw new FailureException(Failure.Permanent("standard output was closed by its reader (broken pipe)", "keep the reader running, or write to a file"));
            else if (Marshal.GetLastPInvokeError() != Interrupted)
                throw new IOException($"standard output cannot be written: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteTo(int descriptor, ReadOnlySpan<byte> bytes, nuint count);
}
