using Windrow.Maps.Inputs.Planning;

namespace Windrow.Maps.Bundles.Products;

/// <summary>What was drawn of a product for one reference time.</summary>
internal sealed class RunRecord
{
    private readonly Dictionary<string, (Instant? Instant, TimeSpan Duration)> _orders = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MapProduct> _pictures = new(StringComparer.Ordinal);

    /// <summary>By path.</summary>
    public IEnumerable<MapProduct> Pictures => _pictures.Values;

    /// <summary>How long its orders took together.</summary>
    public TimeSpan Duration => _orders.Values.Aggregate(TimeSpan.Zero, static (sum, order) => sum + order.Duration);

    /// <summary>How many orders each step had, and member of an ensemble; a legend belongs to none.</summary>
    public IEnumerable<KeyValuePair<Instant, int>> Orders => _orders.Values.Select(static order => order.Instant).OfType<Instant>().CountBy(static instant => instant).OrderBy(static step => step.Key);

    /// <param name="instant">Null for a legend.</param>
    public void Add(string order, Instant? instant, TimeSpan duration, IEnumerable<MapProduct> pictures)
    {
        _orders[order] = (instant, duration);
        foreach (var picture in pictures)
            _pictures[picture.Path] = picture;
    }
}
