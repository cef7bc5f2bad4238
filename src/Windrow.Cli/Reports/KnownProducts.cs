using System.Text;
using Windrow.Core;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;

namespace Windrow.Cli.Reports;

/// <summary>What the ledgers of several flows know of products.</summary>
internal sealed class KnownProducts(EngineServices services) : IDisposable
{
    private readonly List<IStateReader> _states = [];

    /// <summary>Looks into the state of a flow, too.</summary>
    /// <exception cref="StateException">It cannot be read.</exception>
    public void Add(StateLocation location) => _states.Add(services.States!.Look(location));

    /// <summary>What is in a file or data set, in its order.</summary>
    /// <param name="path">Full path.</param>
    public List<Entry> At(string path) => Read(path, static _ => true);

    /// <summary>All that is like this.</summary>
    public List<Entry> Where(Func<Product, bool> isMeant) => Read(null, isMeant);

    private List<Entry> Read(string? path, Func<Product, bool> isMeant)
    {
        var found = new List<Entry>();
        foreach (var state in _states)
        {
            foreach (var product in state.ReadProducts(path, int.MaxValue).Where(isMeant))
            {
                var run = state.ReadRuns(product.Run + 1, 1) is [{ } last] && last.Number == product.Run ? last : null;
                var text = state.ReadItem(FlowStore.Configurations, product.Configuration);
                found.Add(new Entry(product, run, text is null ? null : Encoding.UTF8.GetString(text)));
            }
        }

        found.Sort(static (one, other) => one.Product.Offset.CompareTo(other.Product.Offset) is not 0 and var order ? order : string.CompareOrdinal(one.Product.Part ?? one.Product.Path, other.Product.Part ?? other.Product.Path));
        return found;
    }

    public void Dispose()
    {
        foreach (var state in _states)
            state.Dispose();
    }

    /// <param name="Run">Null: it is not known any more.</param>
    /// <param name="Configuration">The plan as it was; null: a version that did not keep it made the product.</param>
    internal sealed record Entry(Product Product, FlowRun? Run, string? Configuration);
}
