using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;

namespace Windrow.FlowTesting.Running;

/// <summary>A state store that counts the writes that are under way; for the rest it is the one within.</summary>
internal sealed class CountedStore(IStateStore inner, CountedStates count) : IStateStore
{
    public event Action<StateException?>? TroubleChanged
    {
        add => inner.TroubleChanged += value;
        remove => inner.TroubleChanged -= value;
    }

    public string Location => inner.Location;

    public IPayloadStore Payloads => inner.Payloads;

    public void Submit(StateWrite write)
    {
        count.Begin();
        inner.Submit(new CountedWrite(write, count));
    }

    public void Fence(Lease lease) => inner.Fence(lease);

    public int Queue(string name) => inner.Queue(name);

    public IReadOnlyList<QueueInfo> Queues() => inner.Queues();

    public long HighestQueued() => inner.HighestQueued();

    public long CountQueue(int queue) => inner.CountQueue(queue);

    public IReadOnlyList<QueueRow> ReadQueue(int queue, long after, int most) => inner.ReadQueue(queue, after, most);

    public IReadOnlyList<(long Sequence, MessageId Id)> ReadDone(int queue) => inner.ReadDone(queue);

    public byte[]? ReadItem(string scope, string key) => inner.ReadItem(scope, key);

    public IReadOnlyList<StateItem> ReadItems(string scope) => inner.ReadItems(scope);

    public IReadOnlyList<StateItem> ReadItems(string scope, string after, int most) => inner.ReadItems(scope, after, most);

    public IReadOnlyList<string> Scopes(string prefix) => inner.Scopes(prefix);

    public ProductFile? FindProductFile(string path) => inner.FindProductFile(path);

    public bool HasProduct(string path, MessageId id, string configuration) => inner.HasProduct(path, id, configuration);

    public IReadOnlyList<Product> ReadProducts(string? path, int most) => inner.ReadProducts(path, most);

    public IReadOnlyList<StoredDeadLetter> ReadDeadLetters(long after, int most) => inner.ReadDeadLetters(after, most);

    public long CountDeadLetters() => inner.CountDeadLetters();

    public IReadOnlyList<FlowRun> ReadRuns(long below, int most) => inner.ReadRuns(below, most);

    public Lease? FindLease(string name) => inner.FindLease(name);

    public void Dispose() => inner.Dispose();

    private sealed class CountedWrite(StateWrite write, CountedStates count) : StateWrite
    {
        public override bool MakesRoom => write.MakesRoom;

        public override void Apply(IStateTransaction transaction) => write.Apply(transaction);

        public override void Completed(StateException? failure)
        {
            // Not before whoever submitted it was told, and has begun what comes of it.
            write.Completed(failure);
            count.End();
        }
    }
}
