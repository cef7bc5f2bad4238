using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>Makes of an order what a renderer draws: a map, or those that the tiles of a flavour are cut from.</summary>
internal static class MapOrders
{
    /// <param name="output">The folder that pictures go into.</param>
    public static IEnumerable<MapOrder> Of(Order order, string output) =>
        order.Product.Flavour.Tiles is { } area ? TileOrders.Of(order, area, output) : [Whole(order, output)];

    private static MapOrder Whole(Order order, string output)
    {
        MapStep[] steps = [.. order.Steps.Select(MapSteps.Of)];
        return new MapOrder
        {
            Name = order.Path[..^OutputPath.Suffix.Length],
            Output = Path.Combine(output, order.Path),
            Steps = steps,
            Postprocess = MapSteps.Postprocess(order.Product.Flavour),
            Georeference = MapSteps.Georeference(steps),
        };
    }
}
