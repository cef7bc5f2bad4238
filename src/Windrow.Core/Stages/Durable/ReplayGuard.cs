using System.Runtime.InteropServices;
using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// Keeps the ids of messages in a durable queue that are done, for as long as whoever brought a message may bring it again:
/// another plan still owes for it, and a crash now would make its source read it anew. While the id is there the queue
/// knows the message, and so does a fold behind it, which remembers what is not done for good.
/// One for each queue name, over all reloads. Safe for several threads.
/// </summary>
/// <remarks>Memory: about 100 bytes for each message of the queue whose delivery is open somewhere else.</remarks>
internal sealed class ReplayGuard : IDeliveryFollower
{
    private readonly Lock _lock = new();
    private readonly EarlierRun _earlier;

    // Open deliveries by the message they are for; more than one when a source was restarted meanwhile.
    private readonly Dictionary<MessageId, int> _open = [];
    private readonly Dictionary<MessageId, System.Action> _kept = [];
    private long _earlierTo = -1;
    private bool _isOver;

    public ReplayGuard(EarlierRun earlier)
    {
        _earlier = earlier;
        earlier.Ended += ReleaseUnfollowed;
    }

    /// <summary>The rows that an earlier run has left. Only the first call counts: what plans after a reload find is of this run.</summary>
    /// <param name="highest">No sequence number among them is higher.</param>
    /// <param name="count">How many are to be worked on.</param>
    /// <returns>Whether it is the first.</returns>
    public bool Begin(long highest, long count)
    {
        lock (_lock)
        {
            if (_earlierTo >= 0)
                return false;
            _earlierTo = _earlier.IsOver ? 0 : highest;
            if (_earlierTo > 0)
                _earlier.Expect(count);
            return true;
        }
    }

    /// <summary>A message goes into the queue under an open delivery.</summary>
    public void Follow(Message message)
    {
        if (message.Part?.Delivery is not { } delivery)
            return;
        lock (_lock)
            CollectionsMarshal.GetValueRefOrAddDefault(_open, message.Id, out _)++;
        delivery.Follow(this, message.Id);
    }

    /// <summary>A row has been worked on; it may be one that an earlier run has left.</summary>
    public void Worked(long sequence)
    {
        if (sequence <= _earlierTo)
            _earlier.Done();
    }

    /// <summary>Whether the id of a message that is done has to stay for now.</summary>
    public bool Holds(MessageId id, long sequence)
    {
        lock (_lock)
            return HoldsNow(id, sequence);
    }

    /// <summary>Calls when an id need no longer stay.</summary>
    /// <returns>False: it need not any more.</returns>
    public bool Keep(MessageId id, long sequence, System.Action release)
    {
        lock (_lock)
        {
            if (!HoldsNow(id, sequence))
                return false;
            _kept[id] = release;
            return true;
        }
    }

    /// <summary>The input has come to its end, and everything is done: nothing has to stay.</summary>
    public void ReleaseAll()
    {
        lock (_lock)
            _isOver = true;
        Release(static _ => true);
    }

    void IDeliveryFollower.Closed(MessageId id)
    {
        System.Action? release;
        lock (_lock)
        {
            ref var open = ref CollectionsMarshal.GetValueRefOrNullRef(_open, id);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref open) || --open > 0)
                return;
            _open.Remove(id);
            if (!_kept.Remove(id, out release))
                return;
        }

        release();
    }

    private bool HoldsNow(MessageId id, long sequence) => !_isOver && (_open.ContainsKey(id) || (sequence <= _earlierTo && !_earlier.IsOver));

    private void ReleaseUnfollowed() => Release(id => !_open.ContainsKey(id));

    private void Release(Func<MessageId, bool> which)
    {
        List<System.Action> released = [];
        lock (_lock)
        {
            foreach (var (id, release) in _kept)
            {
                if (which(id) && _kept.Remove(id))
                    released.Add(release);
            }
        }

        foreach (var release in released)
            release();
    }
}
