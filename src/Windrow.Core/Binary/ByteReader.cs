using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Core.Binary;

/// <summary>Reads what a <see cref="ByteWriter"/> wrote. Whatever the bytes are, it reads nothing outside of them.</summary>
/// <remarks>Every method throws <see cref="CorruptDataException"/> when the bytes end too early or say what cannot be.</remarks>
public ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Remaining => _rest.Length;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new CorruptDataException($"a flag is {other}"),
    };

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public long Int64() => unchecked((long)UInt64());

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public double Double() => BitConverter.Int64BitsToDouble(Int64());

    public DateTime Time()
    {
        var ticks = Int64();
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? new DateTime(ticks, DateTimeKind.Utc)
            : throw new CorruptDataException($"a time of {ticks} ticks");
    }

    public long Count()
    {
        var value = 0UL;
        for (var shift = 0; shift < 63; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return (long)value;
        }

        throw new CorruptDataException("a length without an end");
    }

    /// <summary>How many items follow, each of at least one byte: never more than there are bytes.</summary>
    public int Items()
    {
        var count = Count();
        return count <= _rest.Length ? (int)count : throw new CorruptDataException($"{count} items in {_rest.Length} bytes");
    }

    public ReadOnlySpan<byte> Block() => Take(Count());

    /// <summary>All that is left.</summary>
    public ReadOnlySpan<byte> Rest() => Take(Remaining);

    /// <summary>Copies a block of values; it has to be as long as the destination.</summary>
    public void Values<T>(scoped Span<T> into)
        where T : unmanaged
    {
        var block = Block();
        var target = MemoryMarshal.AsBytes(into);
        if (block.Length != target.Length)
            throw new CorruptDataException($"{block.Length} bytes of values where {target.Length} are needed");
        block.CopyTo(target);
    }

    public string Text()
    {
        try
        {
            return Strict.GetString(Block());
        }
        catch (DecoderFallbackException exception)
        {
            throw new CorruptDataException("text that is not UTF-8", exception);
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    internal ReadOnlySpan<byte> Take(long count)
    {
        if (count > _rest.Length)
            throw new CorruptDataException($"{count} bytes where {_rest.Length} are left");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
