using System.Buffers.Binary;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Checks spherical harmonics, of which ecCodes supports triangular truncations only and stops the process at others,
/// and whose number of values follows from the truncation alone.
/// </summary>
internal static class GribHarmonics
{
    private const uint LargestTruncation = 16_000;

    /// <param name="j">The three pentagonal parameters of the grid.</param>
    /// <param name="k">See <paramref name="j"/>.</param>
    /// <param name="m">See <paramref name="j"/>.</param>
    /// <param name="unpacked">The truncation of the part that is kept as numbers (J, K and M must be equal); none is -1.</param>
    /// <param name="bits">Bits per packed value.</param>
    /// <param name="dataLength">The octets behind the header of the data section.</param>
    public static string? Fault(uint j, uint k, uint m, int unpacked, int bits, int dataLength)
    {
        if (j != k || k != m || j > LargestTruncation)
            return $"the truncation {j}, {k}, {m} of the spherical harmonics is not triangular";
        if (unpacked > j)
            return $"the truncation {j} of the spherical harmonics is less than that of its unpacked part, {unpacked}";
        var values = (ulong)(j + 1) * (j + 2);
        var plain = unpacked < 0 ? 0 : (ulong)(unpacked + 1) * (ulong)(unpacked + 2);
        return (plain * 32) + ((values - plain) * (ulong)bits) <= (ulong)dataLength * 8
            ? null
            : $"the data section has no room for {values} coefficients";
    }

    /// <summary>GRIB2: templates 3.50 to 3.53 with 5.50 or 5.51.</summary>
    public static string? Fault2(ReadOnlySpan<byte> grid, ReadOnlySpan<byte> representation, ReadOnlySpan<byte> data)
    {
        if (grid.Length < 28 || BinaryPrimitives.ReadUInt16BigEndian(grid[12..]) is < 50 or > 53)
            return "spherical harmonics are packed and section 3 describes none";
        var complex = BinaryPrimitives.ReadUInt16BigEndian(representation[9..]) == 51;
        var unpacked = -1;
        if (complex)
        {
            // Behind the Laplacian scaling factor (4 octets): JS, KS, MS.
            unpacked = BinaryPrimitives.ReadUInt16BigEndian(representation[24..]);
            if (unpacked != BinaryPrimitives.ReadUInt16BigEndian(representation[26..])
                || unpacked != BinaryPrimitives.ReadUInt16BigEndian(representation[28..]))
                return "the unpacked part of the spherical harmonics is not triangular";
        }

        return Fault(BinaryPrimitives.ReadUInt32BigEndian(grid[14..]), BinaryPrimitives.ReadUInt32BigEndian(grid[18..]),
            BinaryPrimitives.ReadUInt32BigEndian(grid[22..]), unpacked, representation[19], data.Length - 5);
    }

    /// <summary>GRIB1: representation types 50, 60, 70 and 80.</summary>
    public static string? Fault1(ReadOnlySpan<byte> grid, ReadOnlySpan<byte> data)
    {
        if (grid.Length < 14 || grid[5] is not (50 or 60 or 70 or 80))
            return "spherical harmonics are packed and the grid section describes none";
        var complex = (data[3] & 0x40) != 0;
        if (complex && (data.Length < 18 || data[15] != data[16] || data[16] != data[17]))
            return "the unpacked part of the spherical harmonics is not triangular";
        return Fault(BinaryPrimitives.ReadUInt16BigEndian(grid[6..]), BinaryPrimitives.ReadUInt16BigEndian(grid[8..]),
            BinaryPrimitives.ReadUInt16BigEndian(grid[10..]), complex ? data[15] : -1, data[10],
            data.Length - (complex ? 18 : 11));
    }
}
