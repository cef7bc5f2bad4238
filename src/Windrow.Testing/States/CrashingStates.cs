using Windrow.Core.Leases;
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

    public bool Exists(StateLocation location) => inner.Exists(location);

    public IStateReader Look(StateLocation location) => inner.Look(location);

    public IStateStore Open(StateLocation location, long maximum = 0)
    {
        _opened.Add(inner.Open(location, maximum));
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

    private sealed class Store(CrashingStates states, IStateStore inner) : StateStoreAround(inner)
    {
        private bool _isEntered;

        public override void Submit(StateWrite write)
        {
            // With the entry of the run the store is opened, which somebody waits for.
            if (!_isEntered || states.MayWrite())
                Inner.Submit(write);
        }

        public override void Fence(Lease lease)
        {
            _isEntered = true;
            Inner.Fence(lease);
        }

        protected override void Dispose(bool disposing)
        {
            if (states._opened.Remove(Inner))
                base.Dispose(disposing);
        }
    }
}
