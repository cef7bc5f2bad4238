namespace Windrow.Fields.Tests.RenumberHealpix;

/// <summary>
/// Where a HEALPix point lies, by the closed forms of Górski et al. 2005 (equations 2 to 9 for rings) and by the geometry of the base faces:
/// another way than the one that is tested.
/// </summary>
internal static class HealpixPlaces
{
    /// <returns>The sine of the latitude, and the longitude in radians.</returns>
    public static (double Z, double Longitude) OfRing(int nside, int point)
    {
        var cap = 2 * nside * (nside - 1);
        var all = 12 * nside * nside;
        if (point < cap)
        {
            var (ring, place) = InCap(point);
            return (1 - (ring * ring / (3.0 * nside * nside)), Math.PI / (2.0 * ring) * (place - 0.5));
        }

        if (point >= all - cap)
        {
            var (ring, place) = InCap(all - 1 - point);
            place = (4 * ring) + 1 - place;
            return (-1 + (ring * ring / (3.0 * nside * nside)), Math.PI / (2.0 * ring) * (place - 0.5));
        }

        var belt = point - cap;
        var row = (belt / (4 * nside)) + nside;
        var along = (belt % (4 * nside)) + 1;

        // Every other ring begins at longitude 0, where the published equation 9 begins a whole point later.
        var shift = (row - nside) % 2 == 0 ? 0.5 : 1;
        return (4.0 / 3 - (2.0 * row / (3.0 * nside)), Math.PI / (2.0 * nside) * (along - shift));
    }

    public static (double Z, double Longitude) OfNested(int nside, int point)
    {
        var face = point / (nside * nside);
        var inFace = point % (nside * nside);
        var (x, y) = (0, 0);
        for (var bit = 0; bit < 15; bit++)
        {
            x |= ((inFace >> (2 * bit)) & 1) << bit;
            y |= ((inFace >> ((2 * bit) + 1)) & 1) << bit;
        }

        // The plane in which faces are squares on their corners: centre of the face, then along its axes.
        var (row, column) = (face / 4, face % 4);
        var (u, v) = ((x + 0.5) / nside, (y + 0.5) / nside);
        var t = (row == 1 ? 2 * column : (2 * column) + 1) + (u - v);
        var s = 1 - row + (u + v - 1);
        if (Math.Abs(s) <= 1)
            return (2 * s / 3, t * Math.PI / 4);
        var sigma = 2 - Math.Abs(s);
        var centre = (2 * column) + 1;
        return (Math.Sign(s) * (1 - (sigma * sigma / 3)), (centre + ((t - centre) / sigma)) * Math.PI / 4);
    }

    private static (int Ring, int Place) InCap(int point)
    {
        var ring = 1;
        while (2 * ring * (ring + 1) <= point)
            ring++;
        return (ring, point + 1 - (2 * ring * (ring - 1)));
    }
}
