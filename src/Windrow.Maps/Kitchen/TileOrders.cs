using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>
/// An order in a tiled flavour: maps of up to 64 tiles beside each other, on pages that are nothing but map, which are cut afterwards. As arkimaps 1.43
/// draws them, but that each tile has its own georeference.
/// </summary>
internal static class TileOrders
{
    private const int Pixels = 256;

    // As large on paper as arkimaps has it, so that lines, labels and wind flags are as wide.
    private const double Centimetres = 6.4;

    // Magics draws a grid with a frame wherever a step does not say otherwise, and the frame would show at the edges of tiles.
    private static readonly MapParameter[] Unless = [new("map_grid", MapValue.Of(false)), new("map_label", MapValue.Of(false))];

    public static IEnumerable<PlannedMap> Of(Order order, TileArea area)
    {
        var subject = MapSubject.Of(order);
        MapStep[] steps = [.. order.Steps.Select(MapSteps.Of).Select(WithoutLegend)];
        foreach (var map in Metatile.Of(area))
        {
            var page = Page(map);
            var path = OutputPath.OfMetatile(order.Product, order.Instant, map);
            yield return new PlannedMap(subject, new MapOrder
            {
                Name = path[..^OutputPath.Suffix.Length],
                Output = path,
                Page = new([.. Unless, .. page]),
                Steps = [.. steps.Select(step => Without(step, page))],
                Postprocess = MapSteps.Postprocess(order.Product.Flavour),
                Georeference = Georeference(GeoBox.Of(map)),
                Tiles = new MapTiles(Pixels, map.Width, [.. map.Tiles.Select(tile => Picture(order, tile))]),
            });
        }
    }

    private static MapPicture Picture(Order order, Tile tile) =>
        new(OutputPath.OfTile(order.Product, order.Instant, tile), Georeference(GeoBox.Of(tile)), new MapTile(tile.Zoom, tile.X, tile.Y));

    private static MapGeoreference Georeference(GeoBox box) => new(3857, box.West, box.South, box.East, box.North);

    private static Rendering.MapParameters Page(Metatile map)
    {
        var box = GeoBox.Of(map);
        return new(
        [
            .. BarePage.Of(Centimetres * map.Width, Centimetres * map.Height, Pixels * map.Width),
            new("skinny_mode", MapValue.Of(true)),
            new("subpage_map_projection", MapValue.Of("EPSG:3857")),
            new("subpage_lower_left_longitude", MapValue.Of(box.West)),
            new("subpage_lower_left_latitude", MapValue.Of(box.South)),
            new("subpage_upper_right_longitude", MapValue.Of(box.East)),
            new("subpage_upper_right_latitude", MapValue.Of(box.North)),
        ]);
    }

    // It has a picture of its own; see LegendOrder.
    private static MapStep WithoutLegend(MapStep step) =>
        step.Parameters["legend"] is null ? step : step with { Parameters = step.Parameters.With([new("legend", MapValue.Of(false))]) };

    // What the tile says of the page, neither recipe nor flavour may change.
    private static MapStep Without(MapStep step, Rendering.MapParameters page) =>
        step.Macro == "mmap" ? step with { Parameters = new(step.Parameters.Where(parameter => page[parameter.Name] is null)) } : step;
}
