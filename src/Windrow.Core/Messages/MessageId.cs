using System.Globalization;
using System.Runtime.InteropServices;

namespace Windrow.Core.Messages;

/// <summary>
/// What a message is, never when it arrived: at the root a hash of source and position, below a hash of the parents and
/// the place in the flow where the message was made. The same input through the same flow gives the same ids in every
/// run and process, which is what duplicates, ledger and folds rely on.
/// </summary>
public readonly record struct MessageId(ulong High, ulong Low)
{
    /// <summary>The id of a message that a source brings in.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="position">Where in the source it stands: a path, a delivery tag, a content hash.</param>
    /// <param name="offset">Byte or line offset at that position.</param>
    public static MessageId Root(ReadOnlySpan<char> source, ReadOnlySpan<char> position, long offset) =>
        default(MessageId).With(MemoryMarshal.AsBytes(source)).With(MemoryMarshal.AsBytes(position)).With((ulong)offset);

    /// <summary>The id of a message made from this one: the <paramref name="ordinal"/>th that the action at <paramref name="place"/> made of it.</summary>
    public MessageId Child(ulong place, int ordinal) => With(place).With((uint)ordinal);

    /// <summary>The id of what is made from several messages: independent of their order, as collections are sets.</summary>
    public MessageId Union(MessageId other) => new(unchecked(High + other.With(1).High), unchecked(Low + other.With(1).Low));

    public MessageId With(ulong value)
    {
        // Two rounds of 64×64→128 bit multiplication with odd constants (the mixing step of wyhash and its kin).
        var high = Math.BigMul(High ^ value ^ 0x9E3779B97F4A7C15UL, 0xA0761D6478BD642FUL ^ Low, out var low);
        var high2 = Math.BigMul(low ^ High ^ 0xE7037ED1A0B428DBUL, 0x8EBC6AF09C88C6E3UL ^ value, out var low2);
        return new(high ^ low2, low ^ high2 ^ Low);
    }

    public MessageId With(ReadOnlySpan<byte> bytes)
    {
        var id = With((ulong)bytes.Length ^ 0xD1B54A32D192ED03UL);
        while (bytes.Length >= 8)
        {
            id = id.With(MemoryMarshal.Read<ulong>(bytes));
            bytes = bytes[8..];
        }

        if (bytes.IsEmpty)
            return id;
        Span<byte> last = stackalloc byte[8];
        last.Clear();
        bytes.CopyTo(last);
        return id.With(MemoryMarshal.Read<ulong>(last));
    }

    /// <summary>Thirty-two hexadecimal digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x16}");

    public static bool TryParse(ReadOnlySpan<char> text, out MessageId id)
    {
        id = default;
        if (text.Length != 32
            || !ulong.TryParse(text[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var high)
            || !ulong.TryParse(text[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low))
            return false;
        id = new MessageId(high, low);
        return true;
    }
}
