using Windrow.Core.IO;
using Windrow.Core.State;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Inputs.Planning;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Open;
using Windrow.Maps.Pantries;

namespace Windrow.Maps.Kitchen;

/// <summary>
/// Cooks, and writes orders down, while inputs come: whatever comes makes derived inputs possible, and both make orders possible, or change
/// them. What is open is a function of the pantry and of what is remembered of orders, so a run that is killed is gone on with from these two. For one thread.
/// </summary>
/// <param name="scope">Under which name orders are remembered in the state.</param>
/// <param name="tell">Told, with the name of the input, why a derived input is not there.</param>
internal sealed class OpenKitchen(MapRequest request, AvailableInputs available, PantryFolder pantry, IFileSystem files, FlowStore store, string scope, Action<string, string> tell)
{
    private readonly OrderPlanner _planner = request.Planner(available);
    private readonly Cook _cook = new(request.Definitions, available, pantry, files, tell);
    private readonly OrderRecords _records = new(store, scope);

    public OrderBook Book => field ??= new OrderBook(available, _records);

    /// <summary>Takes the pantry as it is, and wants all orders of it that are possible and not done.</summary>
    /// <exception cref="IOException">The pantry cannot be read or written.</exception>
    /// <exception cref="StateException">What is remembered cannot be read.</exception>
    public void Begin()
    {
        _cook.Learn(_planner.Products.SelectMany(static product => product.Inputs));
        _cook.MakeAll();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var order in _planner.All())
        {
            Book.Want(new OrderKey(order.Product, order.Instant));
            paths.Add(order.Path);
            if (order.Product.Flavour.Tiles is not null)
                paths.Add(OutputPath.OfLegend(order.Product, order.Instant.ReferenceTime));
        }

        _records.TakeUp(paths.Contains);
    }

    /// <summary>Takes inputs that have come.</summary>
    /// <exception cref="IOException">Something derived could not be written; it is made with the next that comes.</exception>
    public void Serve(IReadOnlyList<(InputDefinition Definition, Instant Instant, Arrival Arrival)> came)
    {
        Take(came);
        for (var made = _cook.MakeDue(); made.Count > 0; made = _cook.MakeDue())
            Take(made);
    }

    private void Take(IReadOnlyList<(InputDefinition Definition, Instant Instant, Arrival Arrival)> came)
    {
        foreach (var (definition, instant, arrival) in came)
        {
            if (arrival == Arrival.Duplicate)
                continue;
            _cook.Take(definition, instant, arrival);
            if (arrival == Arrival.Spare)
                continue;
            foreach (var order in _planner.Arrived(definition.Name, instant))
                Book.Want(new OrderKey(order.Product, order.Instant));
        }
    }
}
