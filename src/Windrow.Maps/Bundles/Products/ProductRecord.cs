using Windrow.Maps.Orders;

namespace Windrow.Maps.Bundles.Products;

/// <summary>What was drawn of a product.</summary>
internal sealed class ProductRecord(Product product)
{
    private readonly SortedDictionary<DateTime, RunRecord> _runs = [];

    public Product Product => product;

    /// <summary>By reference time.</summary>
    public IEnumerable<KeyValuePair<DateTime, RunRecord>> Runs => _runs;

    public RunRecord Of(DateTime referenceTime)
    {
        if (!_runs.TryGetValue(referenceTime, out var run))
            _runs.Add(referenceTime, run = new RunRecord());
        return run;
    }
}
