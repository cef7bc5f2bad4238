using Windrow.Maps.Kitchen;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>
/// The account of what was drawn: takes results as they come, and keeps what <c>products.json</c> and the gallery say. A result for an
/// order that was drawn before takes its place. Memory: about 300 bytes for each picture. For one thread.
/// </summary>
/// <param name="output">The folder that pictures are drawn into.</param>
public sealed class MapRecord(string output)
{
    private readonly SortedDictionary<(string Flavour, string Recipe), ProductRecord> _drawn = new(Comparer<(string Flavour, string Recipe)>.Create(
        static (one, other) => string.CompareOrdinal(one.Flavour, other.Flavour) is not 0 and var order ? order : string.CompareOrdinal(one.Recipe, other.Recipe)));

    /// <summary>Orders that were drawn.</summary>
    public int Drawn { get; private set; }

    /// <summary>Orders that could not be drawn.</summary>
    public int Failed { get; private set; }

    /// <summary>What was drawn, by flavour and recipe.</summary>
    internal IEnumerable<ProductRecord> Products => _drawn.Values;

    /// <summary>Records what became of an order.</summary>
    /// <returns>Its pictures; none when it failed.</returns>
    public IReadOnlyList<MapProduct> Add(PlannedMap map, RenderResult result)
    {
        if (result.Failure is not null)
        {
            Failed++;
            return [];
        }

        Drawn++;
        List<MapProduct> pictures = [.. map.Order.Pictures.Select(picture => new MapProduct(Path.GetRelativePath(output, picture.File), map.Subject, picture.Georeference, picture.Tile))];
        RecordOf(map.Subject.Product).Of(map.Subject.ReferenceTime).Add(map.Order.Name, map.Subject.Instant, result.Duration, pictures);
        return pictures;
    }

    private ProductRecord RecordOf(Product product)
    {
        var key = (product.Flavour.Name, product.Recipe.Name);
        if (!_drawn.TryGetValue(key, out var record))
            _drawn.Add(key, record = new ProductRecord(product));
        return record;
    }
}
