using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>Makes of an order what a renderer draws: a map, or those that the tiles of a flavour are cut from.</summary>
internal static class MapOrders
{
    /// <returns>Pictures are named from the folder that they go into; see <see cref="PlannedMap.Below"/>.</returns>
    public static IEnumerable<PlannedMap> Of(Order order) =>
        order.Product.Flavour.Tiles is { } area ? TileOrders.Of(order, area) : [Whole(order)];

    /// <summary>The names of these maps.</summary>
    public static IEnumerable<string> NamesOf(Order order) => order.Product.Flavour.Tiles is { } area
        ? Metatile.Of(area).Select(map => OutputPath.OfMetatile(order.Product, order.Instant, map)[..^OutputPath.Suffix.Length])
        : [order.Path[..^OutputPath.Suffix.Length]];

    private static PlannedMap Whole(Order order)
    {
        MapStep[] steps = [.. order.Steps.Select(MapSteps.Of)];
        return new PlannedMap(MapSubject.Of(order), new MapOrder
        {
            Name = order.Path[..^OutputPath.Suffix.Length],
            Output = order.Path,
            Steps = steps,
            Postprocess = MapSteps.Postprocess(order.Product.Flavour),
            Georeference = MapSteps.Georeference(steps),
        });
    }
}
