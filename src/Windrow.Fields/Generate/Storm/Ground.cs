namespace Windrow.Fields.Generate.Storm;

/// <summary>Land and height of a grid's points.</summary>
internal sealed class Ground
{
    // Samples to each side of a point for the share of land, and how far apart they are in degrees.
    private const int Samples = 2;
    private const double Apart = 0.14;

    // Latitude, longitude, half widths in degrees along and across, height in m: the great mountains as bells.
    private static readonly (double Latitude, double Longitude, double HalfHeight, double HalfWidth, double Top)[] Mountains =
    [
        (46.6, 10.2, 0.8, 4, 2100), (45.2, 6.8, 1.1, 0.8, 1500), (42.7, 0.6, 0.5, 2.2, 1500), (61.5, 8.5, 2.6, 1.6, 1200), (66.5, 16, 2.5, 3, 800), (47.5, 24.5, 1.6, 2, 800),
        (43.5, 18.5, 1.6, 2.4, 900), (41.8, 14, 1, 0.9, 900), (39, 33, 2, 6, 1200), (42.6, 44, 0.8, 4, 2500), (32.5, -5, 1.5, 4, 1700), (40, -4, 2.2, 3, 650), (44.8, 3, 1, 1, 700),
        (33, 88, 5, 11, 4600), (50, 90, 4, 8, 1800), (33, 52, 3, 5, 1400), (9, 39, 4, 3, 2000), (-3, 33, 7, 3, 1200), (-29, 28, 3, 2.5, 1700),
        (40, -110, 8, 5, 2000), (52, -119, 5, 3, 1500), (24, -103, 5, 3, 1700), (-17, -69, 7, 2, 3600), (-33, -70, 6, 1.2, 2600), (2, -76, 5, 1.5, 2000),
        (73, -40, 7, 12, 2800), (-80, 60, 12, 70, 2900), (-80, -130, 6, 40, 1500),
    ];

    public Ground(double[] latitudes, double[] longitudes)
    {
        Land = new double[latitudes.Length * longitudes.Length];
        Height = new double[Land.Length];
        for (var point = 0; point < Land.Length; point++)
        {
            var (latitude, longitude) = (latitudes[point / longitudes.Length], longitudes[point % longitudes.Length]);
            Land[point] = LandAround(latitude, longitude);
            Height[point] = HeightOf(latitude, longitude) * Land[point];
        }
    }

    /// <summary>0 at sea, 1 inland, between them along coasts.</summary>
    public double[] Land { get; }

    /// <summary>In m above the sea.</summary>
    public double[] Height { get; }

    private static double LandAround(double latitude, double longitude)
    {
        var on = 0;
        for (var i = -Samples; i <= Samples; i++)
        {
            for (var j = -Samples; j <= Samples; j++)
                on += Continents.Hold(latitude + (i * Apart), longitude + (j * Apart)) ? 1 : 0;
        }

        const int Side = (2 * Samples) + 1;
        return on / (double)(Side * Side);
    }

    private static double HeightOf(double latitude, double longitude)
    {
        var height = 0.0;
        foreach (var (north, east, halfHeight, halfWidth, top) in Mountains)
        {
            var across = (latitude - north) / halfHeight;
            var along = Math.IEEERemainder(longitude - east, 360) / halfWidth;
            height += top * Math.Exp(-(across * across) - (along * along));
        }

        return height;
    }
}
