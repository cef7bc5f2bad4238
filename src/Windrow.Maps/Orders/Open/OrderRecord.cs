using System.Buffers.Binary;
using Windrow.Core.Messages;

namespace Windrow.Maps.Orders.Open;

/// <summary>What is remembered of an order that is done.</summary>
/// <param name="Revision">From 1; an order that is drawn again, as its inputs have changed, has the next one.</param>
/// <param name="Content">Hash of what was drawn, from what.</param>
internal readonly record struct OrderRecord(int Revision, MessageId Content)
{
    private const int Size = 4 + 16;

    public byte[] Write()
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Revision);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(4), Content.High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(12), Content.Low);
        return bytes;
    }

    /// <returns>Null: the bytes are no record.</returns>
    public static OrderRecord? Read(ReadOnlySpan<byte> bytes) => bytes.Length != Size ? null : new OrderRecord(
        BinaryPrimitives.ReadInt32LittleEndian(bytes),
        new MessageId(BinaryPrimitives.ReadUInt64LittleEndian(bytes[4..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[12..])));
}
