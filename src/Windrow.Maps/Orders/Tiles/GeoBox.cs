namespace Windrow.Maps.Orders.Tiles;

/// <summary>Where a picture lies, in degrees.</summary>
/// <param name="West">Degrees east.</param>
/// <param name="South">Degrees north.</param>
internal readonly record struct GeoBox(double West, double South, double East, double North)
{
    /// <summary>That of a tile: its edges are not evenly spaced in latitude.</summary>
    public static GeoBox Of(Tile tile) => Of((tile.West, tile.South, tile.East, tile.North));

    /// <inheritdoc cref="Of(Tile)"/>
    public static GeoBox Of(Metatile map) => Of(map.Box);

    private static GeoBox Of((double West, double South, double East, double North) metres) =>
        new(Tile.Longitude(metres.West), Tile.Latitude(metres.South), Tile.Longitude(metres.East), Tile.Latitude(metres.North));
}
