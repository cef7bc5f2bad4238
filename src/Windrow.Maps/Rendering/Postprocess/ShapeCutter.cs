using Windrow.Core.Errors;
using Windrow.Maps.Imaging;

namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>
/// Clears the pixels whose centre lies outside of polygons, all four channels, as GDAL's rasterize does. Edges are straight on
/// the map. A point is inside when it is in an odd number of rings, so holes stay holes.
/// </summary>
internal static class ShapeCutter
{
    /// <param name="rings">Longitude and latitude in degrees.</param>
    public static void Cut(RasterImage image, MapGeoreference place, IReadOnlyList<(double X, double Y)[]> rings)
    {
        var projected = Project(image, place, rings);
        var crossings = new List<double>[image.Height];
        foreach (var ring in projected)
        {
            for (var n = 0; n < ring.Length; n++)
                AddEdge(ring[n], ring[(n + 1) % ring.Length], crossings);
        }

        for (var y = 0; y < image.Height; y++)
            ClearOutside(image.Row(y), image.Width, crossings[y]);
    }

    private static IEnumerable<(double X, double Y)[]> Project(RasterImage image, MapGeoreference place, IReadOnlyList<(double X, double Y)[]> rings)
    {
        Func<double, double> northing = place.Epsg switch
        {
            4326 => static latitude => latitude,
            3857 => Mercator,
            _ => throw new FailureException(Failure.Permanent($"cutshape: maps in EPSG:{place.Epsg} cannot be cut", "use a map in EPSG:4326 (cylindrical) or EPSG:3857")),
        };
        var (top, bottom) = (northing(place.North), northing(place.South));
        return rings.Select(ring => Array.ConvertAll(ring, point => (
            (point.X - place.West) / (place.East - place.West) * image.Width,
            (top - northing(point.Y)) / (top - bottom) * image.Height)));
    }

    // Spherical Mercator in degrees; beyond its ends it would be infinite.
    private static double Mercator(double latitude)
    {
        const double degree = Math.PI / 180;
        return Math.Log(Math.Tan((Math.PI / 4) + (Math.Clamp(latitude, -89.9, 89.9) * degree / 2))) / degree;
    }

    private static void AddEdge((double X, double Y) one, (double X, double Y) other, List<double>[] crossings)
    {
        if (!double.IsFinite(one.X + one.Y + other.X + other.Y))
            return;
        var (high, low) = one.Y <= other.Y ? (one, other) : (other, one);
        // Rows whose centre lies in [high, low): a corner counts for one of its two edges.
        var first = (int)Math.Clamp(Math.Ceiling(high.Y - 0.5), 0, crossings.Length);
        var end = (int)Math.Clamp(Math.Ceiling(low.Y - 0.5), 0, crossings.Length);
        for (var y = first; y < end; y++)
            (crossings[y] ??= []).Add(high.X + ((y + 0.5 - high.Y) / (low.Y - high.Y) * (low.X - high.X)));
    }

    private static void ClearOutside(Span<byte> row, int width, List<double>? crossings)
    {
        var at = 0;
        if (crossings is not null)
        {
            crossings.Sort();
            for (var n = 0; n + 1 < crossings.Count; n += 2)
            {
                var from = (int)Math.Clamp(Math.Ceiling(crossings[n] - 0.5), at, width);
                row[(4 * at)..(4 * from)].Clear();
                at = (int)Math.Clamp(Math.Ceiling(crossings[n + 1] - 0.5), from, width);
            }
        }

        row[(4 * at)..].Clear();
    }
}
