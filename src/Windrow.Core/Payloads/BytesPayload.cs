namespace Windrow.Core.Payloads;

/// <summary>Bytes: an encoded message, a document, the content of a small file.</summary>
public class BytesPayload : Payload
{
    private readonly IDisposable? _owner;

    /// <param name="memory">The bytes; nobody writes to them while the payload lives.</param>
    /// <param name="owner">Disposed when the last holder lets go; null for memory that the collector frees.</param>
    public BytesPayload(ReadOnlyMemory<byte> memory, IDisposable? owner = null)
    {
        Memory = memory;
        _owner = owner;
    }

    public ReadOnlyMemory<byte> Memory { get; }

    public ReadOnlySpan<byte> Span => Memory.Span;

    public override long Bytes => Memory.Length;

    public override PayloadFormat? Format => BytesFormat.Instance;

    /// <summary>A payload with a copy of the bytes in pooled memory.</summary>
    public static BytesPayload Copy(ReadOnlySpan<byte> bytes)
    {
        var buffer = NativeBufferPool.Shared.Rent(bytes.Length);
        bytes.CopyTo(buffer.GetSpan());
        return new BytesPayload(buffer.Memory[..bytes.Length], buffer);
    }

    protected override void Free() => _owner?.Dispose();
}
