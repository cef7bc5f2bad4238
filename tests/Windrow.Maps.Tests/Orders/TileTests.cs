using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Orders.Tiles;

namespace Windrow.Maps.Tests.Orders;

public sealed class TileTests
{
    [Fact]
    public void Edges_of_a_tile_are_not_evenly_spaced_in_latitude()
    {
        // By the usual formula: https://wiki.openstreetmap.org/wiki/Slippy_map_tilenames
        var box = GeoBox.Of(new Tile(6, 32, 22));
        box.West.ShouldBe(0, 1e-9);
        box.East.ShouldBe(5.625, 1e-9);
        box.North.ShouldBe(48.92249926, 1e-6);
        box.South.ShouldBe(45.08903556, 1e-6);
    }

    [Fact]
    public void Every_point_is_in_the_box_of_its_tile()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var (latitude, longitude, zoom) = ((random.NextDouble() * 170) - 85, (random.NextDouble() * 360) - 180, random.Next(19));
            var box = GeoBox.Of(Tile.At(latitude, longitude, zoom));
            (box.West <= longitude + 1e-9 && longitude <= box.East + 1e-9 && box.South <= latitude + 1e-9 && latitude <= box.North + 1e-9).ShouldBeTrue($"{latitude} {longitude} {zoom}: {box}");
        }
    }

    [Theory]
    [InlineData(6, 7, 35, 50, 2.5, 20)]
    [InlineData(3, 9, 30, 60, -20, 40)]
    [InlineData(0, 2, -90, 90, -180, 180)]
    public void Maps_of_tiles_cover_the_area_once_and_are_not_too_large(int zoomMin, int zoomMax, double south, double north, double west, double east)
    {
        var area = new TileArea(zoomMin, zoomMax, south, north, west, east);
        var maps = Metatile.Of(area).ToList();
        var tiles = maps.SelectMany(static map => map.Tiles).ToList();
        tiles.Distinct().Count().ShouldBe(tiles.Count);
        maps.ShouldAllBe(static map => map.Width * map.Height <= Metatile.Most && map.Height <= 8);
        for (var zoom = zoomMin; zoom <= zoomMax; zoom++)
        {
            var (first, last) = (Tile.At(north, west, zoom), Tile.At(south, east, zoom));
            tiles.Count(tile => tile.Zoom == zoom).ShouldBe((last.X - first.X + 1) * (last.Y - first.Y + 1));
        }

        foreach (var map in maps)
        {
            var box = map.Box;
            (box.West, box.North).ShouldBe((map.Tiles.First().West, map.Tiles.First().North));
            (box.East, box.South).ShouldBe((map.Tiles.Last().East, map.Tiles.Last().South));
        }
    }
}
