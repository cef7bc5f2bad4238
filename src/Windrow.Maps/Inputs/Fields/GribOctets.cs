using System.Buffers.Binary;
using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>Finds messages in octets that hold one or several, one behind the other, and refuses what is cut off.</summary>
internal static class GribOctets
{
    /// <summary>GRIB1 has 24 bits for the length; with the highest one set, ECMWF's rule for long messages holds, which needs section 4.</summary>
    private const int LongMessage = 0x800000;

    public static ReadOnlyMemory<byte> First(ReadOnlyMemory<byte> octets) => octets[..Length(octets.Span)];

    public static List<ReadOnlyMemory<byte>> Split(ReadOnlyMemory<byte> octets)
    {
        var messages = new List<ReadOnlyMemory<byte>>(1);
        while (!octets.IsEmpty)
        {
            var length = Length(octets.Span);
            messages.Add(octets[..length]);
            octets = octets[length..];
        }

        return messages.Count > 0 ? messages : throw new DerivationException("there is no GRIB message");
    }

    /// <exception cref="DerivationException">There is no message, or it is cut off.</exception>
    private static int Length(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 16 || !octets.StartsWith("GRIB"u8))
            throw new DerivationException("there is no GRIB message");
        var length = octets[7] switch
        {
            1 => BinaryPrimitives.ReadUInt32BigEndian(octets[4..]) >> 8,
            2 => BinaryPrimitives.ReadUInt64BigEndian(octets[8..]),
            var edition => throw new DerivationException($"GRIB edition {edition} is not known"),
        };
        if (octets[7] == 1 && length >= LongMessage)
            length = (ulong)octets.Length;
        if (length < 16 || length > (ulong)octets.Length || !octets[..(int)length].EndsWith("7777"u8))
            throw new DerivationException($"the GRIB message is cut off or damaged: it says that it has {length} octets, and there are {octets.Length}");
        return (int)length;
    }
}
