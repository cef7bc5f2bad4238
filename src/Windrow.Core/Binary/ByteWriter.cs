using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Windrow.Core.Binary;

/// <summary>
/// Writes values one behind the other, little-endian, lengths as LEB128, text as UTF-8: the form in which messages and
/// the state of folds are kept on disk. For one thread; <see cref="Clear"/> makes it usable again.
/// </summary>
public sealed class ByteWriter : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[256];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void UInt64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Take(8), value);

    public void Int64(long value) => UInt64(unchecked((ulong)value));

    public void Int32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Double(double value) => Int64(BitConverter.DoubleToInt64Bits(value));

    /// <summary>A length or another number that is small as a rule: seven bits to a byte.</summary>
    public void Count(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            Byte((byte)(rest | 0x80));
            rest >>= 7;
        }

        Byte((byte)rest);
    }

    /// <summary>Bytes with their length in front.</summary>
    public void Block(ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        bytes.CopyTo(Take(bytes.Length));
    }

    /// <summary>Bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Values of a field or other numbers as they lie in memory, with their length in bytes in front.</summary>
    public void Values<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Block(MemoryMarshal.AsBytes(values));

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Count(length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    void IBufferWriter<byte>.Advance(int count) => _length += count;

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    private Span<byte> Take(int count)
    {
        Reserve(count);
        var taken = _bytes.AsSpan(_length, count);
        _length += count;
        return taken;
    }

    private void Reserve(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max((long)_bytes.Length * 2, (long)_length + count), Array.MaxLength));
    }
}
