using System.Diagnostics;
using Windrow.Core.Messages;

namespace Windrow.Core.Deliveries;

/// <summary>
/// The obligation that a source took on when it accepted a message: one part for every plan that wants it. When the
/// last part is done the delivery is settled, once, and the source acknowledges to the outside.
/// </summary>
public sealed class Delivery
{
    private readonly IDeliveryOwner _owner;
    private int _openParts;
    private int _outcome;
    private bool _isSole;
    private Follower? _followers;
    private volatile bool _isClosed;

    internal Delivery(IDeliveryOwner owner, Origin origin, long bytes, object? receipt)
    {
        _owner = owner;
        Origin = origin;
        Bytes = bytes;
        Receipt = receipt;
    }

    /// <summary>Who is told when it is settled.</summary>
    internal IDeliveryOwner Owner => _owner;

    public Origin Origin { get; }

    /// <summary>Size of what was accepted; it counts against the source's credit until the delivery is settled.</summary>
    public long Bytes { get; }

    /// <summary>The source's own: what it needs in order to acknowledge.</summary>
    public object? Receipt { get; }

    /// <summary>The span from arrival to settlement; null where nobody traces.</summary>
    internal Activity? Trace { get; set; }

    /// <summary>Its size was given back to the source's credit before it was settled.</summary>
    public bool IsLight { get; private set; }

    /// <summary>Whoever brought the message cannot bring it again.</summary>
    internal bool IsClosed => _isClosed;

    public Outcome Outcome => (Outcome)_outcome;

    /// <summary>Opens the parts, one for each plan. With none, the delivery is settled as <see cref="Outcome.Unmatched"/>.</summary>
    internal void Open(int parts)
    {
        _openParts = parts;
        _isSole = parts == 1;
        if (parts == 0)
        {
            _outcome = (int)Outcome.Unmatched;
            _owner.Settled(this);
        }
    }

    /// <summary>
    /// The only part has nothing in memory any more. A fold keeps deliveries open from checkpoint to checkpoint; their
    /// payloads are gone, and need not hold up the source.
    /// </summary>
    internal void Lighten()
    {
        if (_openParts != 1 || !_isSole || IsLight)
            return;
        IsLight = true;
        _owner.Lightened(this);
    }

    /// <summary>Has somebody told when it is closed. Called while it is open.</summary>
    internal void Follow(IDeliveryFollower follower, MessageId id)
    {
        var added = new Follower(follower, id);
        do
            added.Next = Volatile.Read(ref _followers);
        while (Interlocked.CompareExchange(ref _followers, added, added.Next) != added.Next);
    }

    /// <summary>From here on whoever brought the message cannot bring it again, after a crash either. It is settled.</summary>
    internal void Close()
    {
        _isClosed = true;
        for (var follower = Interlocked.Exchange(ref _followers, null); follower is not null; follower = follower.Next)
            follower.Who.Closed(follower.Id);
    }

    internal void PartSettled(Outcome outcome)
    {
        Worst.Raise(ref _outcome, outcome);
        if (Interlocked.Decrement(ref _openParts) == 0)
            _owner.Settled(this);
    }

    private sealed class Follower(IDeliveryFollower who, MessageId id)
    {
        public IDeliveryFollower Who { get; } = who;

        public MessageId Id { get; } = id;

        public Follower? Next { get; set; }
    }
}
