using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Leases;

/// <summary>
/// The lease of whoever works on a flow's state, held from its taking until it is given back. It keeps out processes of
/// other hosts, which the lock on the state does not reach everywhere. While it is held, the store takes no writes after
/// another has taken it.
/// </summary>
public sealed class FlowLease : IDisposable
{
    public const string Name = "flow";

    /// <summary>How long another host waits for a holder that is not heard of any more.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(90);

    private readonly IStateStore _store;
    private readonly Lessee _lessee;
    private readonly Lease _lease;
    private readonly ITimer _timer;
    private int _isRenewing;
    private bool _isReleased;

    private FlowLease(IStateStore store, Lessee lessee, Lease lease, TimeProvider time)
    {
        _store = store;
        _lessee = lessee;
        _lease = lease;
        _timer = time.CreateTimer(static self => ((FlowLease)self!).Renew(), this, Length / 3, Length / 3);
    }

    /// <summary>Takes the lease of a store that this process has the lock of.</summary>
    /// <param name="with">What is to be changed together with it.</param>
    /// <exception cref="StateException">Another has it, or it cannot be written down.</exception>
    public static FlowLease Take(IStateStore store, EngineServices services, System.Action<IStateTransaction>? with = null)
    {
        var lessee = new Lessee(services.Time, services.Process);
        Lease? taken = null, other = null;
        var write = new AwaitedWrite(
            transaction =>
            {
                taken = lessee.TryTake(transaction, Name, Length, store.IsAloneOnHost, out other);
                if (taken is not null)
                    with?.Invoke(transaction);
            },
            makesRoom: true); // A flow whose state is full has to start to make room.
        store.Submit(write);
        write.Wait();
        if (taken is null)
        {
            throw new StateException(
                StateTrouble.Unusable,
                $"the state in '{store.Location}' is in use by {other!.Holder} since {TimeText.Format(other.Since.UtcDateTime)}, and at least until {TimeText.Format(other.Until.UtcDateTime)}; stop that one first, or wait until then if it is dead");
        }

        store.Fence(taken);
        return new FlowLease(store, lessee, taken, services.Time);
    }

    /// <summary>Gives the lease back, as the last thing that is done with the store.</summary>
    /// <param name="with">What is to be changed together with it.</param>
    public void Release(System.Action<IStateTransaction>? with = null)
    {
        if (_isReleased)
            return;
        _isReleased = true;
        _timer.Dispose();
        _store.Submit(new Change(transaction =>
        {
            with?.Invoke(transaction);
            Lessee.Release(transaction, _lease);
        }));
    }

    public void Dispose() => Release();

    // One at a time: on a full disk a renewal waits as everything does.
    private void Renew()
    {
        if (Interlocked.Exchange(ref _isRenewing, 1) == 0)
        {
            _store.Submit(new Change(
                transaction =>
                {
                    if (_lessee.Renew(transaction, _lease, Length) is null)
                        throw new StateException(StateTrouble.Lost, $"this process has lost the state in '{_store.Location}'");
                },
                () => Volatile.Write(ref _isRenewing, 0)));
        }
    }

    private sealed class Change(System.Action<IStateTransaction> change, System.Action? completed = null) : StateWrite
    {
        // It replaces a row, so it needs no room, and others that do are not to make it late.
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction) => change(transaction);

        public override void Completed(StateException? failure) => completed?.Invoke();
    }
}
