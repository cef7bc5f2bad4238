using System.Buffers.Binary;
using System.Numerics;

namespace Windrow.Fields.Masks;

/// <summary>
/// Masks as multio sends them: a byte that says how (bit 7: bits or run lengths, bit 6: the value of the first run, bits 0 to 5: width
/// of a length less one), four with the number of points in big-endian order, then a bit per point, lowest first, or the lengths less one
/// of alternating runs as a big-endian string of bits.
/// </summary>
public static class MaskCodec
{
    private const int Header = 5;
    private const byte RunLengths = 0x80;
    private const byte StartsKept = 0x40;
    private const byte Width = 0x3F;

    /// <summary>Encodes a mask of a client's data points: other than zero is kept.</summary>
    public static byte[] Encode(ReadOnlySpan<double> values) => Encode(MaskBits.Of(values));

    /// <summary>Encodes a mask of a client's data points: other than zero is kept.</summary>
    public static byte[] Encode(ReadOnlySpan<float> values) => Encode(MaskBits.Of(values));

    internal static byte[] Encode(MaskBits bits)
    {
        var (runs, longest) = (0L, 1);
        for (var at = 0; at < bits.Points; runs++)
        {
            var next = bits.NextChange(at);
            longest = Math.Max(longest, next - at);
            at = next;
        }

        var width = Math.Max(1, 32 - BitOperations.LeadingZeroCount((uint)(longest - 1)));
        var asRuns = ((runs * width) + 7) / 8;
        var asBits = (bits.Points + 7L) / 8;
        var encoded = new byte[Header + Math.Min(asRuns, asBits)];
        BinaryPrimitives.WriteInt32BigEndian(encoded.AsSpan(1), bits.Points);
        if (asBits < asRuns)
        {
            for (var i = 0; i < asBits; i++)
                encoded[Header + i] = (byte)(bits.Word(i >> 3) >> ((i & 7) * 8));
            return encoded;
        }

        encoded[0] = (byte)(RunLengths | (bits.Points > 0 && bits[0] ? StartsKept : 0) | (width - 1));
        WriteRuns(bits, width, encoded.AsSpan(Header));
        return encoded;
    }

    /// <summary>Decodes a mask that has to have so many points, so that nothing is allocated for what only the bytes claim.</summary>
    /// <param name="problem">What is wrong; null when nothing is.</param>
    internal static MaskBits? Decode(ReadOnlySpan<byte> encoded, int points, out string? problem)
    {
        problem = null;
        if (encoded.Length < Header)
            problem = $"a mask of {encoded.Length} bytes has no header";
        else if (BinaryPrimitives.ReadUInt32BigEndian(encoded[1..]) is var count && count != (uint)points)
            problem = $"the mask has {count} points where the client's part has {points}";
        if (problem is not null)
            return null;
        var bits = new MaskBits(points);
        var body = encoded[Header..];
        problem = (encoded[0] & RunLengths) != 0
            ? ReadRuns(body, (encoded[0] & StartsKept) != 0, (encoded[0] & Width) + 1, bits)
            : ReadBits(body, bits);
        return problem is null ? bits : null;
    }

    private static string? ReadBits(ReadOnlySpan<byte> body, MaskBits bits)
    {
        if (body.Length != (bits.Points + 7L) / 8)
            return $"{body.Length} bytes of mask for {bits.Points} points";
        for (var i = 0; i < bits.Points;)
        {
            // Runs of ones within the byte at hand.
            var value = (uint)body[i >> 3] >> (i & 7);
            var zeros = value == 0 ? 8 - (i & 7) : BitOperations.TrailingZeroCount(value);
            i += zeros;
            if (value == 0)
                continue;
            var ones = Math.Min(BitOperations.TrailingZeroCount(~(value >> zeros)), bits.Points - i);
            if (ones > 0)
                bits.Set(i, ones);
            i += Math.Max(ones, 1);
        }

        return null;
    }

    private static string? ReadRuns(ReadOnlySpan<byte> body, bool isKept, int width, MaskBits bits)
    {
        var (at, bit) = (0, 0L);
        while (at < bits.Points)
        {
            if (bit + width > body.Length * 8L)
                return $"the runs of the mask end at point {at} of {bits.Points}";
            var length = ReadNumber(body, bit, width);
            bit += width;
            if (length >= (ulong)(bits.Points - at))
                return $"a run of the mask goes beyond its {bits.Points} points";
            if (isKept)
                bits.Set(at, (int)length + 1);
            at += (int)length + 1;
            isKept = !isKept;
        }

        return (bit + 7) / 8 == body.Length ? null : $"{body.Length - ((bit + 7) / 8)} bytes follow the mask";
    }

    private static void WriteRuns(MaskBits bits, int width, Span<byte> body)
    {
        var bit = 0L;
        for (var at = 0; at < bits.Points;)
        {
            var next = bits.NextChange(at);
            var length = (uint)(next - at - 1);
            for (var i = width - 1; i >= 0; i--, bit++)
                body[(int)(bit >> 3)] |= (byte)(((length >> i) & 1) << (7 - (int)(bit & 7)));
            at = next;
        }
    }

    private static ulong ReadNumber(ReadOnlySpan<byte> body, long bit, int width)
    {
        var number = 0UL;
        for (var i = 0; i < width; i++, bit++)
            number = (number << 1) | ((uint)(body[(int)(bit >> 3)] >> (7 - (int)(bit & 7))) & 1);
        return number;
    }
}
