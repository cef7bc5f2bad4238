namespace Windrow.Maps.Bundles.Products;

/// <summary>What was drawn of a product for one reference time.</summary>
internal sealed class RunRecord
{
    private readonly Dictionary<string, (string? Step, TimeSpan Duration)> _orders = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MapProduct> _pictures = new(StringComparer.Ordinal);

    /// <summary>By path.</summary>
    public IEnumerable<MapProduct> Pictures => _pictures.Values;

    /// <summary>How long its orders took together.</summary>
    public TimeSpan Duration => _orders.Values.Aggregate(TimeSpan.Zero, static (sum, order) => sum + order.Duration);

    /// <summary>How many orders each step had; a legend belongs to none.</summary>
    public IEnumerable<(string Step, int Orders)> Steps => _orders.Values
        .Where(static order => order.Step is not null)
        .CountBy(static order => order.Step!)
        .OrderBy(static step => step.Key.Length).ThenBy(static step => step.Key, StringComparer.Ordinal)
        .Select(static step => (step.Key, step.Value));

    public void Add(string order, TimeSpan duration, MapProduct picture)
    {
        _orders[order] = (picture.Step, duration);
        _pictures[picture.Path] = picture;
    }
}
