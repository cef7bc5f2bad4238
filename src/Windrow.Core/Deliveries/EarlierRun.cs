using Windrow.Core.Messages;

namespace Windrow.Core.Deliveries;

/// <summary>
/// What an earlier run, which may have been killed, left to this one. It is over when everything that it leaves has come
/// again: every source has brought what was there when it started, whatever came of that is done for good, and so is what
/// durable queues held. From then on a message that is done does not come again. Safe for several threads.
/// </summary>
internal sealed class EarlierRun : IDeliveryFollower
{
    private long _open = 1; // that things are still being added up

    /// <summary>Raised once. It stays open for as long as a source does not come to that point.</summary>
    public event System.Action? Ended;

    public bool IsOver => Volatile.Read(ref _open) == 0;

    /// <summary>There are so many more things to wait for. To be called while something else is open.</summary>
    public void Expect(long count) => Interlocked.Add(ref _open, count);

    public void Done()
    {
        if (Interlocked.Decrement(ref _open) == 0)
            Ended?.Invoke();
    }

    /// <summary>Waits for what a source brings before it has come to that point.</summary>
    public void Expect(Delivery delivery)
    {
        Expect(1);
        delivery.Follow(this, default);
    }

    void IDeliveryFollower.Closed(MessageId id) => Done();
}
