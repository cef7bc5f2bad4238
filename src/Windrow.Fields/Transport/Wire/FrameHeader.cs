using System.Buffers.Binary;

namespace Windrow.Fields.Transport.Wire;

/// <summary>
/// The first 24 bytes of a frame, little-endian: mark (2), kind (1), form of the payload (1), bytes of the head behind it
/// (4), bytes of the payload behind that (8), number in the session (8; 0 for frames that have none).
/// </summary>
internal readonly record struct FrameHeader(FrameKind Kind, byte Form, int Head, long Payload, ulong Sequence)
{
    public const int Size = 24;

    /// <summary>Bytes of metadata, at most: a frame is not let through beyond, whatever its connection may use.</summary>
    public const int HeadAtMost = 1 << 20;

    private const ushort Mark = 0x5257; // "WR"

    public byte Code => (byte)(Form & ~PayloadCode.TakesTail);

    public bool TakesTail => (Form & PayloadCode.TakesTail) != 0;

    /// <summary>Whether the frame has a number and is sent again when it was lost.</summary>
    public bool IsData => Kind >= FrameKind.Open;

    public void Write(Span<byte> into)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(into, Mark);
        into[2] = (byte)Kind;
        into[3] = Form;
        BinaryPrimitives.WriteInt32LittleEndian(into[4..], Head);
        BinaryPrimitives.WriteInt64LittleEndian(into[8..], Payload);
        BinaryPrimitives.WriteUInt64LittleEndian(into[16..], Sequence);
    }

    /// <param name="payloadAtMost">Bytes that the reader lets a payload have.</param>
    /// <exception cref="WireException">These bytes begin no frame that may be.</exception>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes, long payloadAtMost)
    {
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes) != Mark)
            throw new WireException("what came is no frame of Windrow's transport");
        var header = new FrameHeader(
            (FrameKind)bytes[2], bytes[3], BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]));
        if (header.Kind is not ((>= FrameKind.Hello and <= FrameKind.Probe) or (>= FrameKind.Open and <= FrameKind.Notification)))
            throw new WireException($"a frame of the unknown kind {bytes[2]}");
        if (header.Head is < 0 or > HeadAtMost)
            throw new WireException($"a frame with {(uint)header.Head} bytes of metadata; at most {HeadAtMost} are taken");
        if (header.Payload < 0 || header.Payload > payloadAtMost)
            throw new WireException($"a frame with {(ulong)header.Payload} bytes of payload; at most {payloadAtMost} are taken (option 'maximum-part')");
        if (header.Code > PayloadCode.Grib || (header.Code == PayloadCode.None && header.Payload > 0) || (!header.IsData && header.Form != 0))
            throw new WireException($"a payload of the unknown form {header.Form}");
        if (header.IsData == (header.Sequence == 0))
            throw new WireException($"a frame of kind {header.Kind} with the number {header.Sequence}");
        return header;
    }
}
