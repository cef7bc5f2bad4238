using System.Diagnostics.CodeAnalysis;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>
/// The account of what was drawn: takes results as they come, tells of each picture what it is, and keeps what <c>products.json</c> and the
/// gallery say. A result for an order that was drawn before takes its place. Memory: about 300 bytes for each picture. For one thread.
/// </summary>
public sealed class MapRecord
{
    private readonly string _output;
    private readonly Dictionary<string, Product> _products = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Flavour, string Recipe), ProductRecord> _drawn = new(Comparer<(string Flavour, string Recipe)>.Create(
        static (one, other) => string.CompareOrdinal(one.Flavour, other.Flavour) is not 0 and var order ? order : string.CompareOrdinal(one.Recipe, other.Recipe)));

    /// <param name="output">The folder that pictures are drawn into.</param>
    internal MapRecord(IEnumerable<Product> products, string output)
    {
        _output = output;
        foreach (var product in products)
            _products.TryAdd(PicturePath.NameOf(product), product);
    }

    /// <summary>Orders that were drawn.</summary>
    public int Drawn { get; private set; }

    /// <summary>Orders that could not be drawn.</summary>
    public int Failed { get; private set; }

    /// <summary>What was drawn, by flavour and recipe.</summary>
    internal IEnumerable<ProductRecord> Products => _drawn.Values;

    /// <summary>Records what became of an order.</summary>
    /// <returns>Its pictures, each a message to whom it may concern; none when it failed.</returns>
    public IReadOnlyList<MapProduct> Add(MapOrder order, RenderResult result)
    {
        if (result.Failure is not null)
        {
            Failed++;
            return [];
        }

        Drawn++;
        var pictures = new List<MapProduct>(result.Outputs.Count);
        foreach (var file in result.Outputs)
        {
            if (!TryPicture(Path.GetRelativePath(_output, file), order, out var picture, out var product))
                throw new InvalidOperationException($"'{file}' is no picture of a product below '{_output}'.");
            pictures.Add(picture);
            RunOf(product, picture.ReferenceTime).Add(order.Name, result.Duration, picture);
        }

        return pictures;
    }

    private bool TryPicture(string path, MapOrder order, [NotNullWhen(true)] out MapProduct? picture, [NotNullWhen(true)] out Product? product)
    {
        (picture, product) = (null, null);
        if (!PicturePath.TryParse(path, _products, out var parsed))
            return false;
        product = parsed.Value.Product;
        var georeference = parsed.Value switch
        {
            { Tile: { } tile } => Georeference(GeoBox.Of(tile)),
            { Step: null } => null,
            _ => order.Georeference,
        };
        picture = new MapProduct(path, product.Recipe.Name, product.Flavour.Name, parsed.Value.ReferenceTime, parsed.Value.Step, georeference) { Tile = parsed.Value.Tile };
        return true;
    }

    private static MapGeoreference Georeference(GeoBox box) => new(3857, box.West, box.South, box.East, box.North);

    private RunRecord RunOf(Product product, DateTime referenceTime)
    {
        var key = (product.Flavour.Name, product.Recipe.Name);
        if (!_drawn.TryGetValue(key, out var record))
            _drawn.Add(key, record = new ProductRecord(product));
        return record.Of(referenceTime);
    }
}
