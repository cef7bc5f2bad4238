using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>Tells of the pictures of an order what they are, for whoever publishes them one by one. Immutable, safe for several threads.</summary>
public sealed class MapProducts
{
    private readonly Dictionary<string, Product> _products = new(StringComparer.Ordinal);
    private readonly string _output;

    /// <param name="output">The folder that pictures are drawn into.</param>
    internal MapProducts(IEnumerable<Product> products, string output)
    {
        _output = output;
        foreach (var product in products)
            _products.TryAdd(PicturePath.NameOf(product), product);
    }

    /// <returns>One for each picture, in the order of <see cref="RenderResult.Outputs"/>; none when the order failed.</returns>
    public IReadOnlyList<MapProduct> Of(MapOrder order, RenderResult result) => [.. result.Outputs.Select(file => Of(Path.GetRelativePath(_output, file), order))];

    private MapProduct Of(string path, MapOrder order)
    {
        if (!PicturePath.TryParse(path, _products, out var parts))
            throw new InvalidOperationException($"'{path}' is no picture of a product.");
        var georeference = parts.Value switch
        {
            { Tile: { } tile } => Georeference(GeoBox.Of(tile)),
            { Step: null } => null,
            _ => order.Georeference,
        };
        return new MapProduct(path, parts.Value, georeference);
    }

    private static MapGeoreference Georeference(GeoBox box) => new(3857, box.West, box.South, box.East, box.North);
}
