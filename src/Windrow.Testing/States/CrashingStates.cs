using Windrow.Core.Leases;
using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.Runs;
using Windrow.Core.State;

namespace Windrow.Testing.States;

/// <summary>
/// A state store whose process dies after a number of writes: what is submitted later is lost, and nobody is told.
/// </summary>
/// <param name="writes">How many writes are still made.</param>
public sealed class CrashingStates(IStateProvider inner, int writes) : IStateProvider, IDisposable
{
    private readonly List<IStateStore> _opened = [];
    private readonly TaskCompletionSource _crashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = writes;

    public Task Crashed => _crashed.Task;

    /// <summary>Asked before each write: true when the process has died elsewhere, such as at a file.</summary>
    public Func<bool> IsDown { get; init; } = static () => false;

    /// <summary>Dies now.</summary>
    public void Crash()
    {
        Volatile.Write(ref _left, 0);
        _crashed.TrySetResult();
    }

    public bool Exists(string directory) => inner.Exists(directory);

    public IStateReader Look(string directory) => inner.Look(directory);

    public IStateStore Open(string directory, long maximum = 0)
    {
        _opened.Add(inner.Open(directory, maximum));
        return new Store(this, _opened[^1]);
    }

    /// <summary>Closes what was opened, also where it was not taken up.</summary>
    public void Dispose()
    {
        Crash();
        foreach (var store in _opened)
            store.Dispose();
        _opened.Clear();
    }

    private bool MayWrite()
    {
        if (!IsDown() && Interlocked.Decrement(ref _left) >= 0)
            return true;
        _crashed.TrySetResult();
        return false;
    }

    private sealed class Store(CrashingStates states, IStateStore inner) : IStateStore
    {
        private bool _isEntered;

        public event System.Action<StateException?>? TroubleChanged
        {
            add => inner.TroubleChanged += value;
            remove => inner.TroubleChanged -= value;
        }

        public string Location => inner.Location;

        public IPayloadStore Payloads => inner.Payloads;

        public void Submit(StateWrite write)
        {
            // With the entry of the run the store is opened, which somebody waits for.
            if (!_isEntered || states.MayWrite())
                inner.Submit(write);
        }

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

        public void Fence(Lease lease)
        {
            _isEntered = true;
            inner.Fence(lease);
        }

        public void Dispose()
        {
            if (states._opened.Remove(inner))
                inner.Dispose();
        }
    }
}
