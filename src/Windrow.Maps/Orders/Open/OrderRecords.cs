using Windrow.Core.State;

namespace Windrow.Maps.Orders.Open;

/// <summary>
/// Remembers in the state of a flow which orders are done, so that no later run draws them again; where the flow keeps no state, for as long as it
/// runs. Memory: about 250 bytes for an order. For one thread.
/// </summary>
internal sealed class OrderRecords(FlowStore store, string scope)
{
    private const int PageOfItems = 1_000;

    private readonly Dictionary<string, OrderRecord> _records = new(StringComparer.Ordinal);

    /// <summary>Takes up what earlier runs remembered, and forgets what is not possible any more.</summary>
    /// <param name="isPossible">Whether there may be an order for a path.</param>
    /// <exception cref="StateException">The state cannot be read.</exception>
    public void TakeUp(Func<string, bool> isPossible)
    {
        if (!store.IsAvailable)
            return;
        var state = store.Open();
        for (var page = state.ReadItems(scope, "", PageOfItems); page.Count > 0; page = state.ReadItems(scope, page[^1].Key, PageOfItems))
        {
            foreach (var item in page)
            {
                if (OrderRecord.Read(item.Value) is { } record && isPossible(item.Key))
                    _records[item.Key] = record;
                else
                    store.Submit(new Change(scope, item.Key, null));
            }
        }
    }

    public OrderRecord? Find(string path) => _records.TryGetValue(path, out var record) ? record : null;

    public void Put(string path, OrderRecord record)
    {
        _records[path] = record;
        if (store.IsAvailable)
            store.Submit(new Change(scope, path, record));
    }

    private sealed class Change(string scope, string path, OrderRecord? record) : StateWrite
    {
        public override void Apply(IStateTransaction transaction)
        {
            if (record is { } kept)
                transaction.PutItem(scope, path, kept.Write());
            else
                transaction.RemoveItem(scope, path);
        }

        // A store that is broken stops the flow; what it does not know is drawn again, to the same file.
        public override void Completed(StateException? failure)
        {
        }
    }
}
