using Windrow.Core.State;

namespace Windrow.FlowTesting.Running;

/// <summary>State stores that tell how many writes are under way.</summary>
internal sealed class CountedStates(IStateProvider inner) : IStateProvider
{
    private long _underWay;

    public long UnderWay => Volatile.Read(ref _underWay);

    public bool Exists(StateLocation location) => inner.Exists(location);

    public IStateReader Look(StateLocation location) => inner.Look(location);

    public IStateStore Open(StateLocation location, long maximum = 0) => new CountedStore(inner.Open(location, maximum), this);

    public void Begin() => Interlocked.Increment(ref _underWay);

    public void End() => Interlocked.Decrement(ref _underWay);
}
