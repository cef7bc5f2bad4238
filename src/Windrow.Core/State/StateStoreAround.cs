using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;

namespace Windrow.Core.State;

/// <summary>A state store around another one, of which somebody watches or hinders a part: for tests of stores and flows. What is not overridden is the other's.</summary>
public abstract class StateStoreAround(IStateStore inner) : IStateStore
{
    public event System.Action<StateException?>? TroubleChanged
    {
        add => Inner.TroubleChanged += value;
        remove => Inner.TroubleChanged -= value;
    }

    public string Location => Inner.Location;

    public IPayloadStore Payloads => Inner.Payloads;

    public bool IsAloneOnHost => Inner.IsAloneOnHost;

    protected IStateStore Inner { get; } = inner;

    public virtual void Submit(StateWrite write) => Inner.Submit(write);

    public virtual void Fence(Lease lease) => Inner.Fence(lease);

    public int Queue(string name) => Inner.Queue(name);

    public IReadOnlyList<QueueInfo> Queues() => Inner.Queues();

    public IReadOnlyList<QueueInfo>? QueuesNow() => Inner.QueuesNow();

    public long HighestQueued() => Inner.HighestQueued();

    public long CountQueue(int queue) => Inner.CountQueue(queue);

    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most) => Inner.ReadQueue(queue, after, most);

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => Inner.ReadDone(queue);

    public byte[]? ReadItem(string scope, string key) => Inner.ReadItem(scope, key);

    public IReadOnlyList<StateItem> ReadItems(string scope) => Inner.ReadItems(scope);

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => Inner.ReadItems(scope, after, most);

    public IReadOnlyList<string> Scopes(string prefix) => Inner.Scopes(prefix);

    public ProductFile? FindProductFile(string path) => Inner.FindProductFile(path);

    public bool HasProduct(string path, MessageId id, string configuration) => Inner.HasProduct(path, id, configuration);

    public IReadOnlyList<MessageId> ReadProductIds(string path, string configuration, int most) => Inner.ReadProductIds(path, configuration, most);

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => Inner.ReadProducts(path, most);

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => Inner.ReadDeadLetters(after, most);

    public long CountDeadLetters() => Inner.CountDeadLetters();

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => Inner.ReadRuns(below, most);

    public Lease? FindLease(string name) => Inner.FindLease(name);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => Inner.Dispose();
}
