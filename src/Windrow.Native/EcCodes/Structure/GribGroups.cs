using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Checks the groups of GRIB2 complex packing (templates 5.2 and 5.3), whose lengths must have as many values together as
/// the section says: ecCodes stops the process otherwise. Source: WMO Manual on Codes, template 7.2.
/// </summary>
internal static class GribGroups
{
    public static string? Fault(ReadOnlySpan<byte> section, ReadOnlySpan<byte> data, bool differences)
    {
        var values = BinaryPrimitives.ReadUInt32BigEndian(section[5..]);
        var groups = BinaryPrimitives.ReadUInt32BigEndian(section[31..]);
        int bits = section[19];
        int widthBits = section[36];
        int lengthBits = section[46];
        if (bits > 32 || widthBits > 32 || lengthBits > 32)
            return "section 5 has groups with too many bits";
        if (groups > values || values == 0)
            return groups == 0 ? null : $"section 5 has {groups} groups for {values} values";
        // In front of the groups, differences keep their first values and their minimum.
        ulong start = differences ? (ulong)(section[47] + 1) * section[48] : 0;
        if (differences && (section[47] is not (1 or 2) || section[48] > 8))
            return "section 5 has differences of an unknown order";
        var widths = start + Octets(groups, bits);
        var lengths = widths + Octets(groups, widthBits);
        var packed = lengths + Octets(groups, lengthBits);
        if (packed > (ulong)data.Length)
            return $"section 7 has no room for the description of {groups} groups";
        ulong count = 0;
        ulong size = 0;
        for (uint i = 0; i < groups; i++)
        {
            var length = i == groups - 1
                ? BinaryPrimitives.ReadUInt32BigEndian(section[42..])
                : BinaryPrimitives.ReadUInt32BigEndian(section[37..])
                  + (ulong)section[41] * Number(data[(int)lengths..], i, lengthBits);
            var width = section[35] + (ulong)Number(data[(int)widths..], i, widthBits);
            count += length;
            if (width > 32 || count > values)
                return $"a group in section 7 has {length} values of {width} bits";
            size += length * width;
        }

        return count == values && packed + ((size + 7) / 8) <= (ulong)data.Length
            ? null
            : $"the groups of section 7 have {count} values together, or reach beyond it; section 5 says {values}";
    }

    private static ulong Octets(ulong count, int bits) => ((count * (ulong)bits) + 7) / 8;

    private static uint Number(ReadOnlySpan<byte> octets, uint index, int bits)
    {
        uint number = 0;
        for (var bit = (ulong)index * (ulong)bits; bit < (index + 1UL) * (ulong)bits; bit++)
            number = number << 1 | (uint)(octets[(int)(bit >> 3)] >> (int)(7 - (bit & 7))) & 1;
        return number;
    }
}
