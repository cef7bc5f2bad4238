using Windrow.Core.Leases;

namespace Windrow.Core.State;

/// <summary>A state store around another one, of which somebody watches or hinders a part: for tests of stores and flows. What is not overridden is the other's.</summary>
public abstract class StateStoreAround(IStateStore inner) : StateReaderAround(inner), IStateStore
{
    public event System.Action<StateException?>? TroubleChanged
    {
        add => Inner.TroubleChanged += value;
        remove => Inner.TroubleChanged -= value;
    }

    public IPayloadStore Payloads => Inner.Payloads;

    public bool IsAloneOnHost => Inner.IsAloneOnHost;

    protected IStateStore Inner { get; } = inner;

    public virtual void Submit(StateWrite write) => Inner.Submit(write);

    public virtual void Fence(Lease lease) => Inner.Fence(lease);

    public int Queue(string name) => Inner.Queue(name);

    public IReadOnlyList<QueueInfo>? QueuesNow() => Inner.QueuesNow();

    protected override void Dispose(bool disposing) => Inner.Dispose();
}
