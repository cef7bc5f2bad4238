namespace Windrow.Maps.Orders.Tiles;

/// <summary>A web map tile in the usual z/x/y scheme: 256 × 256 pixels of EPSG:3857, x from 180° W eastward, y from the north southward.</summary>
internal readonly record struct Tile(int Zoom, int X, int Y)
{
    /// <summary>The edges of the world in EPSG:3857, metres from the centre.</summary>
    public const double HalfWorld = 20037508.342789244;

    private double Size => 2 * HalfWorld / (1L << Zoom);

    /// <summary>Metres of EPSG:3857.</summary>
    public double West => (X * Size) - HalfWorld;

    /// <inheritdoc cref="West"/>
    public double East => ((X + 1) * Size) - HalfWorld;

    /// <inheritdoc cref="West"/>
    public double North => HalfWorld - (Y * Size);

    /// <inheritdoc cref="West"/>
    public double South => HalfWorld - ((Y + 1) * Size);

    /// <summary>The tile that a point is in; outside of the projection the nearest.</summary>
    /// <param name="latitude">Degrees north.</param>
    /// <param name="longitude">Degrees east, -180 to 180.</param>
    public static Tile At(double latitude, double longitude, int zoom)
    {
        var count = 1L << zoom;
        var x = (longitude + 180) / 360 * count;
        var y = (1 - (Math.Asinh(Math.Tan(latitude * Math.PI / 180)) / Math.PI)) / 2 * count;
        return new Tile(zoom, (int)Math.Clamp(Math.Floor(x), 0, count - 1), (int)Math.Clamp(Math.Floor(y), 0, count - 1));
    }

    /// <summary>Degrees north of a distance from the equator in EPSG:3857.</summary>
    public static double Latitude(double northing) => Math.Atan(Math.Sinh(northing / HalfWorld * Math.PI)) * 180 / Math.PI;

    /// <summary>Degrees east of a distance from Greenwich in EPSG:3857.</summary>
    public static double Longitude(double easting) => easting / HalfWorld * 180;
}
