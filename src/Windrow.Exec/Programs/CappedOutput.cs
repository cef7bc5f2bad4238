using System.Buffers;

namespace Windrow.Exec.Programs;

/// <summary>What a program writes to standard output, up to a limit; what comes after is lost, and that is known.</summary>
/// <param name="limit">Bytes.</param>
/// <param name="keeps">False: nobody wants it, so it is read and forgotten, without a limit.</param>
internal sealed class CappedOutput(long limit, bool keeps)
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private volatile bool _isOver;

    public bool IsOver => _isOver;

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (!keeps || _isOver)
            return;
        if (_bytes.WrittenCount + (long)bytes.Length > Math.Min(limit, Array.MaxLength / 2))
            _isOver = true;
        else
            _bytes.Write(bytes);
    }
}
