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

    /// <summary>Its size was given back to the source's credit before it was settled.</summary>
    internal bool IsLight { get; private set; }

    /// <summary>Its owner, a source or a durable queue, cannot bring the message again.</summary>
    internal bool IsClosed { get; set; }

    /// <summary>What the message owed to before a durable queue took it over. Another plan may owe it longer, and then it comes again.</summary>
    internal Delivery? Upstream { get; init; }

    /// <summary>A durable queue had it before this plan began, so what it owed to before is not known.</summary>
    internal bool IsOfBefore { get; init; }

    /// <summary>Whether what it owed to is not known, or not all of it.</summary>
    internal bool ComesFromBefore => IsOfBefore || Upstream is { ComesFromBefore: true };

    /// <summary>Nobody that is known can bring the message again.</summary>
    internal bool IsGone => IsClosed && Upstream is not { IsGone: false };

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

    internal void PartSettled(Outcome outcome)
    {
        Worst.Raise(ref _outcome, outcome);
        if (Interlocked.Decrement(ref _openParts) == 0)
            _owner.Settled(this);
    }
}
