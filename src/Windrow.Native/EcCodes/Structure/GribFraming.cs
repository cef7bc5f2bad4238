using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>Decides from the octets at a <c>GRIB</c> marker whether a message begins there and how long it is.</summary>
public static class GribFraming
{
    /// <summary>The longest GRIB1 header that a length may depend on: product, grid and bitmap sections.</summary>
    private const int EndLength = 4;

    public static ReadOnlySpan<byte> Marker => "GRIB"u8;

    private static ReadOnlySpan<byte> End => "7777"u8;

    /// <param name="octets">What is there from the marker on.</param>
    /// <param name="maxLength">The longest message accepted.</param>
    /// <param name="length">The length of the message, or for an open candidate how many octets must be there to go on.</param>
    /// <param name="reason">For a defect, what is wrong.</param>
    public static GribCandidate Examine(ReadOnlySpan<byte> octets, int maxLength, out int length, out string reason)
    {
        reason = "";
        length = 8;
        if (octets.Length < 8)
            return GribCandidate.Open;
        long total;
        switch (octets[7])
        {
            case 1:
                if (!TryLength1(octets, out total, out length, ref reason))
                    return reason.Length == 0 ? GribCandidate.Open : GribCandidate.Defect;
                break;
            case 2:
                length = 21;
                if (octets.Length < 21)
                    return GribCandidate.Open;
                total = BinaryPrimitives.ReadInt64BigEndian(octets[8..]);
                var first = BinaryPrimitives.ReadInt32BigEndian(octets[16..]);
                if (total >= 0 && total <= maxLength && (octets[20] != 1 || first < 21 || first > total - 20))
                {
                    reason = "a GRIB2 marker is not followed by an identification section";
                    return GribCandidate.Defect;
                }

                break;
            default:
                return GribCandidate.NoMarker;
        }

        if (total < 0 || total > maxLength)
        {
            reason = $"the message says that it is {(ulong)total} octets long; at most {maxLength} are accepted";
            return GribCandidate.Defect;
        }

        length = (int)total;
        if (octets.Length < length)
            return GribCandidate.Open;
        if (octets.Slice(length - EndLength, EndLength).SequenceEqual(End))
            return GribCandidate.Message;
        reason = $"the message says that it is {length} octets long, and does not end with 7777 there";
        return GribCandidate.Defect;
    }

    /// <summary>
    /// GRIB1 gives its length in 24 bits. ECMWF's convention for longer ones sets the highest bit, counts in units of
    /// 120 octets, and puts into the length of the data section, which then is below 120, how much that is too long.
    /// </summary>
    private static bool TryLength1(ReadOnlySpan<byte> octets, out long total, out int needed, ref string reason)
    {
        total = Length24(octets, 4);
        needed = 11;
        if (octets.Length < needed)
            return false;
        if (Length24(octets, 8) < 28)
        {
            reason = "a GRIB1 marker is not followed by a product definition section";
            return false;
        }

        if ((total & 0x800000) == 0)
        {
            if (total >= 8 + 28 + 11 + 4)
                return true;
            reason = $"a GRIB1 message cannot be {total} octets long";
            return false;
        }

        if (!TryDataSection1(octets, out var data, out needed))
            return false;
        var excess = Length24(octets, data);
        if (excess < 120)
            total = ((total & 0x7fffff) * 120) - excess + 4;
        return true;
    }

    /// <summary>Finds the data section of a GRIB1 message by the lengths of the sections before it.</summary>
    public static bool TryDataSection1(ReadOnlySpan<byte> octets, out int offset, out int needed)
    {
        offset = 8;
        needed = 16;
        if (octets.Length < needed)
            return false;
        var flags = octets[15];
        offset += Length24(octets, 8);
        foreach (var present in (ReadOnlySpan<int>)[flags & 0x80, flags & 0x40])
        {
            needed = offset + 3;
            if (octets.Length < needed)
                return false;
            if (present != 0)
                offset += Length24(octets, offset);
        }

        needed = offset + 3;
        return octets.Length >= needed;
    }

    public static int Length24(ReadOnlySpan<byte> octets, int offset) =>
        octets[offset] << 16 | octets[offset + 1] << 8 | octets[offset + 2];
}
