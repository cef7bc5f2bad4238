using Windrow.Core.State;

namespace Windrow.FlowTesting.Running;

/// <summary>State stores that tell how many writes are under way.</summary>
internal sealed class CountedStates(IStateProvider inner) : IStateProvider
{
    private long _underWay;

    public long UnderWay => Volatile.Read(ref _underWay);

    public bool Exists(string directory) => inner.Exists(directory);

    public IStateReader Look(string directory) => inner.Look(directory);

    public IStateStore Open(string directory, long maximum = 0) => new CountedStore(inner.Open(directory, maximum), this);

    public void Begin() => Interlocked.Increment(ref _underWay);

    public void End() => Interlocked.Decrement(ref _underWay);
}
