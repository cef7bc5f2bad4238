using Windrow.Core.State;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>
/// The records of a server in the flow's state. What is changed is seen at once by who reads it by its key, and is durable a little later: nobody is told of it
/// before. Safe for several threads.
/// </summary>
internal sealed class Documents(FlowStore store)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Scope, string Key), (byte[]? Value, int Writes)> _underWay = [];

    public T? Find<T>(Shelf<T> shelf, string key)
        where T : class => Find(shelf.Scope, key) is { } value ? shelf.Read(value) : null;

    public byte[]? Find(string scope, string key)
    {
        lock (_lock)
        {
            if (_underWay.TryGetValue((scope, key), out var pending))
                return pending.Value;
        }

        return store.Open().ReadItem(scope, key);
    }

    /// <summary>All durable records of a kind, in the order of their keys.</summary>
    public IEnumerable<T> All<T>(Shelf<T> shelf)
        where T : class => store.Open().All(shelf);

    /// <summary>Durable records in the order of their keys.</summary>
    public IReadOnlyList<StateItem> Page(string scope, string after, int most) => store.Open().ReadItems(scope, after, most);

    /// <summary>Durable records whose keys begin with something, and a slash.</summary>
    public IEnumerable<StateItem> Below(string scope, string first, int page = 500) => RecordReading.Below(store.Open(), scope, first, page);

    /// <summary>Changes records, one change after the other; what it throws leaves everything as it was.</summary>
    /// <returns>Completes when it is durable.</returns>
    public Task Change(Action<DocumentEdit> change)
    {
        lock (_lock)
        {
            var edit = new DocumentEdit(this);
            change(edit);
            edit.Finish();
            if (edit.Changes.Count == 0)
                return Task.CompletedTask;
            foreach (var (place, value) in edit.Changes)
                _underWay[place] = (value, _underWay.TryGetValue(place, out var pending) ? pending.Writes + 1 : 1);
            var write = new DocumentWrite(edit.Changes, Landed);
            store.Submit(write);
            return write.Done;
        }
    }

    private void Landed(IReadOnlyDictionary<(string Scope, string Key), byte[]?> changes)
    {
        lock (_lock)
        {
            foreach (var place in changes.Keys)
            {
                var (value, writes) = _underWay[place];
                if (writes == 1)
                    _underWay.Remove(place);
                else
                    _underWay[place] = (value, writes - 1);
            }
        }
    }
}
