using Windrow.Core.Deliveries;
using Windrow.Maps.Kitchen;

namespace Windrow.Maps.Orders.Open;

/// <summary>
/// Which orders wait, in the order in which they became possible, and which are under way. An order that is wanted again while it is under way is
/// drawn again afterwards, as its next revision, so that no two ever write the same file. Memory: about 150 bytes for an order that waits; what an order needs
/// to be drawn is made when it is taken. For one thread.
/// </summary>
internal sealed class OrderBook(AvailableInputs available, OrderRecords records)
{
    private readonly Queue<OrderKey> _waiting = new();
    private readonly HashSet<OrderKey> _isWaiting = [];

    // With whether it is wanted again.
    private readonly Dictionary<OrderKey, bool> _underWay = [];
    private readonly HashSet<string> _legendsUnderWay = new(StringComparer.Ordinal);

    /// <summary>Maps of the orders that are under way; an order of tiles may have many.</summary>
    public int MapsUnderWay { get; private set; }

    public bool IsDone => _waiting.Count == 0 && _underWay.Count == 0;

    /// <summary>An order is possible, or its inputs have changed.</summary>
    public void Want(OrderKey key)
    {
        if (_underWay.ContainsKey(key))
            _underWay[key] = true;
        else if (_isWaiting.Add(key))
            _waiting.Enqueue(key);
    }

    /// <summary>The next one that is not done already.</summary>
    public OpenOrder? Take()
    {
        while (_waiting.TryDequeue(out var key))
        {
            _isWaiting.Remove(key);
            if (key.Product.At(key.Instant, available) is { } order && Open(key, order) is { } open)
            {
                _underWay.Add(key, false);
                MapsUnderWay += open.Maps.Count;
                return open;
            }
        }

        return null;
    }

    /// <summary>All that was made of an order is drawn, or is among the dead letters, where it is somebody's to try it again.</summary>
    public void Done(OpenOrder open, Outcome outcome)
    {
        MapsUnderWay -= open.Maps.Count;
        records.Put(open.Key.Path, open.Record);
        if (open.Legend is { } legend)
        {
            _legendsUnderWay.Remove(legend);
            // The next order's turn, if this one could not.
            if (outcome != Outcome.Dead)
                records.Put(legend, new OrderRecord(1, default));
        }

        if (_underWay.Remove(open.Key, out var again) && again)
            Want(open.Key);
    }

    private OpenOrder? Open(OrderKey key, Order order)
    {
        List<PlannedMap> maps = [.. MapOrders.Of(order)];
        var content = OpenOrder.ContentOf(order, maps);
        var before = records.Find(key.Path);
        if (before?.Content == content)
            return null;
        var legend = LegendOrder.Of(order) is { } one && records.Find(one.Order.Output) is null && _legendsUnderWay.Add(one.Order.Output) ? one : null;
        if (legend is not null)
            maps.Add(legend);
        return new OpenOrder(key, new OrderRecord((before?.Revision ?? 0) + 1, content), maps, legend?.Order.Output)
        {
            Inputs = [.. order.Steps.Select(static step => step.File?.Path).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }
}
