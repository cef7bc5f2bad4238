using System.Buffers.Binary;
using System.Numerics;

namespace Windrow.Native.EcCodes.Structure;

/// <summary>One bit per point, the first in the highest bit of the first octet; a one says that the point has a value.</summary>
internal static class GribBitmap
{
    /// <summary>How many of the first points have a value. The octets must hold that many bits.</summary>
    public static uint Count(ReadOnlySpan<byte> octets, uint points)
    {
        var whole = octets[..(int)(points / 8)];
        uint count = 0;
        while (whole.Length >= 8)
        {
            count += (uint)BitOperations.PopCount(BinaryPrimitives.ReadUInt64LittleEndian(whole));
            whole = whole[8..];
        }

        foreach (var octet in whole)
            count += (uint)BitOperations.PopCount(octet);
        return points % 8 == 0
            ? count
            : count + (uint)BitOperations.PopCount((uint)octets[(int)(points / 8)] >> (int)(8 - (points % 8)));
    }
}
