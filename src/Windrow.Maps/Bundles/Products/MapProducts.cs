using Windrow.Maps.Orders;
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

    /// <summary>The pictures that there are when the order was drawn.</summary>
    public IReadOnlyList<MapProduct> Of(MapOrder order) => [.. order.Pictures.Select(picture => Of(Path.GetRelativePath(_output, picture.File), picture.Georeference))];

    private MapProduct Of(string path, MapGeoreference? georeference) => PicturePath.TryParse(path, _products, out var parts)
        ? new MapProduct(path, parts.Value, georeference)
        : throw new InvalidOperationException($"'{path}' is no picture of a product.");
}
