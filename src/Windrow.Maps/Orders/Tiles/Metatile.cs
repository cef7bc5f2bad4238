namespace Windrow.Maps.Orders.Tiles;

/// <summary>Tiles side by side that are drawn as one map and then cut.</summary>
/// <param name="Corner">The one in the north-west.</param>
/// <param name="Width">Tiles from west to east.</param>
/// <param name="Height">Tiles from north to south.</param>
internal readonly record struct Metatile(Tile Corner, int Width, int Height)
{
    /// <summary>The most tiles that one map has.</summary>
    public const int Most = 64;

    private const int HighestStripe = 8;

    private Tile Last => new(Corner.Zoom, Corner.X + Width - 1, Corner.Y + Height - 1);

    /// <summary>West, south, east, north in metres of EPSG:3857.</summary>
    public (double West, double South, double East, double North) Box => (Corner.West, Last.South, Last.East, Corner.North);

    /// <summary>The tiles from the north-west, row by row.</summary>
    public IEnumerable<Tile> Tiles
    {
        get
        {
            for (var y = Corner.Y; y < Corner.Y + Height; y++)
            {
                for (var x = Corner.X; x < Corner.X + Width; x++)
                    yield return new Tile(Corner.Zoom, x, y);
            }
        }
    }

    /// <summary>Cuts the tiles of an area into maps: stripes up to eight tiles high, maps of at most 64 tiles.</summary>
    public static IEnumerable<Metatile> Of(Definitions.Flavours.TileArea area)
    {
        for (var zoom = area.ZoomMin; zoom <= area.ZoomMax; zoom++)
        {
            var first = Tile.At(area.LatitudeMax, area.LongitudeMin, zoom);
            var last = Tile.At(area.LatitudeMin, area.LongitudeMax, zoom);
            for (var y = first.Y; y <= last.Y; y += HighestStripe)
            {
                var height = Math.Min(HighestStripe, last.Y - y + 1);
                var widest = Most / height;
                for (var x = first.X; x <= last.X; x += widest)
                    yield return new Metatile(new Tile(zoom, x, y), Math.Min(widest, last.X - x + 1), height);
            }
        }
    }
}
