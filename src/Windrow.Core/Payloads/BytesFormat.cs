using Windrow.Core.Messages;

namespace Windrow.Core.Payloads;

/// <summary>Bytes as they are.</summary>
internal sealed class BytesFormat : PayloadFormat
{
    public static readonly BytesFormat Instance = new();

    public override string Name => "bytes";

    public override ReadOnlySpan<byte> BytesOf(Payload payload) => ((BytesPayload)payload).Span;

    public override Payload Read(NativeBuffer buffer, int length, out IMetadataTail? tail)
    {
        tail = null;
        return new BytesPayload(buffer.Memory[..length], buffer);
    }
}
