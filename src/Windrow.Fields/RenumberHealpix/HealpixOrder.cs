using System.Numerics;

namespace Windrow.Fields.RenumberHealpix;

/// <summary>
/// The order of HEALPix points (Górski et al. 2005, ApJ 622, 759): from rings, north to south, to the quadtrees of the twelve
/// base faces.
/// </summary>
internal static class HealpixOrder
{
    /// <summary>The largest Nside whose points have numbers of 32 bits.</summary>
    public const int LargestNside = 8192;

    // For each face, the ring of its northern corner in units of Nside, and the longitude of its centre in eighths of a circle.
    private static readonly int[] FaceRing = [2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4];
    private static readonly int[] FaceLongitude = [1, 3, 5, 7, 0, 2, 4, 6, 1, 3, 5, 7];

    /// <summary>For every point in ring order, its number in nested order.</summary>
    /// <param name="nside">A power of two, at most <see cref="LargestNside"/>.</param>
    public static int[] RingToNested(int nside)
    {
        var nested = new int[12 * nside * nside];
        var point = 0;
        for (var ring = 1; ring < 4 * nside; ring++)
        {
            var isNorth = ring < nside;
            var isSouth = ring > 3 * nside;
            var quarter = isNorth ? ring : isSouth ? (4 * nside) - ring : nside;
            var shift = isNorth || isSouth ? 0 : (ring + nside) & 1;
            for (var place = 1; place <= 4 * quarter; place++)
            {
                var face = isNorth ? (place - 1) / quarter : isSouth ? 8 + ((place - 1) / quarter) : EquatorialFace(ring, place, nside);
                nested[point++] = Nested(nside, ring, place, quarter, shift, face);
            }
        }

        return nested;
    }

    private static int EquatorialFace(int ring, int place, int nside)
    {
        var fromNorth = ring - nside + 1;
        var fromSouth = (2 * nside) + 2 - fromNorth;
        var ascending = (place - (fromNorth / 2) + nside - 1) / nside;
        var descending = (place - (fromSouth / 2) + nside - 1) / nside;
        return descending == ascending ? descending | 4 : descending < ascending ? descending : ascending + 8;
    }

    private static int Nested(int nside, int ring, int place, int quarter, int shift, int face)
    {
        var down = ring - (FaceRing[face] * nside) + 1;
        var along = (2 * place) - (FaceLongitude[face] * quarter) - shift - 1;
        if (along >= 2 * nside)
            along -= 8 * nside;
        var x = (along - down) >> 1;
        var y = -(along + down) >> 1;
        return (face * nside * nside) + Spread(x) + (Spread(y) << 1);
    }

    // The bits of a number, each two places apart.
    private static int Spread(int value)
    {
        var bits = (uint)value;
        bits = (bits | (bits << 8)) & 0x00FF00FF;
        bits = (bits | (bits << 4)) & 0x0F0F0F0F;
        bits = (bits | (bits << 2)) & 0x33333333;
        bits = (bits | (bits << 1)) & 0x55555555;
        return (int)bits;
    }

    /// <summary>Whether it is an Nside that fields may have here.</summary>
    public static bool IsNside(long value) => value is >= 1 and <= LargestNside && BitOperations.IsPow2(value);
}
