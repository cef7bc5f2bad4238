namespace Windrow.Maps.Orders.Tiles;

/// <summary>Where a picture lies, in degrees.</summary>
/// <param name="West">Degrees east.</param>
/// <param name="South">Degrees north.</param>
internal readonly record struct GeoBox(double West, double South, double East, double North)
{
    /// <summary>That of a tile: its edges are not evenly spaced in latitude.</summary>
    public static GeoBox Of(Tile tile) => new(Tile.Longitude(tile.West), Tile.Latitude(tile.South), Tile.Longitude(tile.East), Tile.Latitude(tile.North));
}
