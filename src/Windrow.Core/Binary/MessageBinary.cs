using System.Buffers.Binary;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.State;

namespace Windrow.Core.Binary;

/// <summary>
/// A message as bytes, as queues, collections and dead letters keep it. Small payloads stand in it, large ones are kept
/// beside it and named. Kind and payload format are named in words, so that a later version reads what an older one wrote.
/// </summary>
/// <param name="inlineAtMost">Payloads of more bytes are kept beside the message.</param>
public sealed class MessageBinary(StoredFormats formats, IPayloadStore payloads, long inlineAtMost = IPayloadStore.InlineAtMost)
{
    private const byte Version = 1;
    private const byte NoPayload = 0;
    private const byte Inline = 1;
    private const byte Kept = 2;

    /// <summary>Writes a message.</summary>
    /// <returns>A payload that was kept beside it: to be released when the row is durable, or given up.</returns>
    /// <exception cref="NotSupportedException">The message carries what cannot leave the process.</exception>
    /// <exception cref="StateException">Its payload could not be kept.</exception>
    public PayloadReference? Write(ByteWriter writer, Message message)
    {
        writer.Byte(Version);
        writer.Text(message.Kind.ToString());
        writer.UInt64(message.Id.High);
        writer.UInt64(message.Id.Low);
        writer.Text(message.Origin.Source);
        writer.Text(message.Origin.Position);
        writer.Int64(message.Origin.Offset);
        writer.UInt64(message.Origin.Version);
        Lineage.Write(writer, message.Lineage is { } lineage ? lineage.Origins : []);
        var kept = WritePayload(writer, message);
        writer.UInt64(Checksum(writer.Written));
        return kept;
    }

    /// <summary>Whether bytes have the checksum that they were written with.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> body) => body.Length >= sizeof(ulong)
        && Checksum(body[..^sizeof(ulong)]) == BinaryPrimitives.ReadUInt64LittleEndian(body[^sizeof(ulong)..]);

    /// <summary>Reads a message. Its delivery is the caller's matter.</summary>
    /// <exception cref="CorruptDataException">The bytes, or the payload that they name, are damaged.</exception>
    public Message Read(ReadOnlySpan<byte> body)
    {
        var reader = Begin(body);
        var head = ReadHead(ref reader);
        var form = reader.Byte();
        var format = form == NoPayload ? "" : reader.Text();
        var reference = form == Kept ? ReadReference(ref reader) : null;
        var inline = form == Inline ? reader.Block() : default;
        var takesTail = form != NoPayload && reader.Flag();
        var metadata = MetadataBinary.Read(ref reader, formats);
        IMetadataTail? tail = null;
        var payload = form == NoPayload ? Payload.None : ReadPayload(format, reference, inline, out tail);
        if (takesTail)
            metadata = metadata.WithTail(tail);
        return new Message(head.Id, head.Kind, metadata, payload, null, head.Origin) { Lineage = head.Inputs.Length > 0 ? new Lineage(head.Inputs) : null };
    }

    /// <summary>Reads where a message comes from and its own metadata, without those that its payload gives.</summary>
    /// <exception cref="CorruptDataException">The bytes are damaged.</exception>
    public static (Origin Origin, Metadata Metadata) ReadWithoutPayload(ReadOnlySpan<byte> body, StoredFormats formats)
    {
        var reader = Begin(body);
        var head = ReadHead(ref reader);
        var form = reader.Byte();
        if (form != NoPayload)
            reader.Text();
        if (form == Kept)
            ReadReference(ref reader);
        else if (form == Inline)
            reader.Block();
        if (form != NoPayload)
            reader.Flag();
        return (head.Origin, MetadataBinary.Read(ref reader, formats));
    }

    private static ByteReader Begin(ReadOnlySpan<byte> body)
    {
        if (!IsWhole(body))
            throw new CorruptDataException("a message does not have its checksum");
        var reader = new ByteReader(body[..^sizeof(ulong)]);
        var version = reader.Byte();
        return version == Version ? reader : throw new CorruptDataException($"a message of version {version}, this program reads version {Version}");
    }

    private static (MessageKind Kind, MessageId Id, Origin Origin, Origin[] Inputs) ReadHead(ref ByteReader reader) => (
        ReadKind(ref reader),
        new MessageId(reader.UInt64(), reader.UInt64()),
        new Origin(reader.Text(), reader.Text(), reader.Int64(), reader.UInt64()),
        Lineage.Read(ref reader));

    private static ulong Checksum(ReadOnlySpan<byte> bytes) => default(MessageId).With(bytes).Low;

    private static MessageKind ReadKind(ref ByteReader reader)
    {
        var name = reader.Text();
        return Enum.TryParse<MessageKind>(name, out var kind) && Enum.IsDefined(kind) ? kind : throw new CorruptDataException($"a message of kind '{name}'");
    }

    private static PayloadReference ReadReference(ref ByteReader reader) => new(reader.Text(), reader.Int64());

    private PayloadReference? WritePayload(ByteWriter writer, Message message)
    {
        var metadata = message.Metadata;
        if (ReferenceEquals(message.Payload, Payload.None))
        {
            writer.Byte(NoPayload);
            MetadataBinary.Write(writer, metadata);
            return null;
        }

        var format = message.Payload.Format
            ?? throw new NotSupportedException($"a payload of type {message.Payload.GetType().Name} cannot be stored; put an action that encodes it, such as encode, in front");
        var bytes = format.BytesOf(message.Payload);
        PayloadReference? kept = null;
        if (bytes.Length <= inlineAtMost)
        {
            writer.Byte(Inline);
            writer.Text(format.Name);
            writer.Block(bytes);
        }
        else
        {
            kept = payloads.Keep(bytes);
            writer.Byte(Kept);
            writer.Text(format.Name);
            writer.Text(kept.Hash);
            writer.Int64(kept.Length);
        }

        var isGiven = metadata.Tail is not null && format.Gives(metadata.Tail);
        writer.Flag(isGiven);
        MetadataBinary.Write(writer, isGiven ? metadata.WithTail(null) : metadata);
        return kept;
    }

    private Payload ReadPayload(string name, PayloadReference? reference, ReadOnlySpan<byte> inline, out IMetadataTail? tail)
    {
        if (!formats.TryGetPayload(name, out var format))
            throw new CorruptDataException($"a payload of the format '{name}', which this program does not have");
        if (reference is not null)
            return format.Read(payloads.Read(reference), checked((int)reference.Length), out tail);
        var buffer = NativeBufferPool.Shared.Rent(inline.Length);
        inline.CopyTo(buffer.GetSpan());
        return format.Read(buffer, inline.Length, out tail);
    }
}
