using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State.Sets;

namespace Windrow.Core.State;

/// <summary>Reads by another reader: what stores have in common that read by a connection of its own, or around another store.</summary>
public abstract class StateReaderAround(IStateReader reader) : IStateReader
{
    public string Location => reader.Location;

    public IReadOnlyList<QueueInfo> Queues() => reader.Queues();

    public long HighestQueued() => reader.HighestQueued();

    public long CountQueue(int queue) => reader.CountQueue(queue);

    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most) => reader.ReadQueue(queue, after, most);

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => reader.ReadDone(queue);

    public byte[]? ReadItem(string scope, string key) => reader.ReadItem(scope, key);

    public IReadOnlyList<StateItem> ReadItems(string scope) => reader.ReadItems(scope);

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => reader.ReadItems(scope, after, most);

    public IReadOnlyList<string> Scopes(string prefix) => reader.Scopes(prefix);

    public ProductFile? FindProductFile(string path) => reader.FindProductFile(path);

    public bool HasProduct(string path, MessageId id, string configuration) => reader.HasProduct(path, id, configuration);

    public IReadOnlyList<MessageId> ReadProductIds(string path, string configuration, int most) => reader.ReadProductIds(path, configuration, most);

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => reader.ReadProducts(path, most);

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => reader.ReadDeadLetters(after, most);

    public long CountDeadLetters() => reader.CountDeadLetters();

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => reader.ReadRuns(below, most);

    public Lease? FindLease(string name) => reader.FindLease(name);

    public ISharedSetReader? SharedSets => reader.SharedSets;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
