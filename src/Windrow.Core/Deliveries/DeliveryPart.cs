namespace Windrow.Core.Deliveries;

/// <summary>One plan's share of a delivery. It counts the messages alive in that plan that descend from it.</summary>
public sealed class DeliveryPart
{
    private readonly Delivery? _delivery;
    private int _alive = 1;
    private int _outcome;

    internal DeliveryPart(Delivery? delivery) => _delivery = delivery;

    /// <summary>The delivery; null outside a flow.</summary>
    internal Delivery? Delivery => _delivery;

    /// <summary>The worst outcome of the descendants so far.</summary>
    public Outcome Outcome => (Outcome)_outcome;

    public bool IsSettled => Volatile.Read(ref _alive) == 0;

    /// <summary>One descendant more. Called only by somebody who owns one, so the count is never zero here.</summary>
    public DeliveryPart Add()
    {
        Interlocked.Increment(ref _alive);
        return this;
    }

    /// <summary>One descendant less; the last one settles the part.</summary>
    internal void Release(Outcome outcome)
    {
        if (outcome != Outcome.Delivered)
            Worst.Raise(ref _outcome, outcome);

        // Whoever sees 1 owns the only descendant, so nobody can be adding or releasing at the same time: the
        // common case, one message straight through a chain, needs no interlocked operation.
        if (Volatile.Read(ref _alive) == 1)
            _alive = 0;
        else if (Interlocked.Decrement(ref _alive) != 0)
            return;
        _delivery?.PartSettled(Outcome);
    }

    /// <summary>Nothing large is kept for it any more, though it is still owed.</summary>
    internal void Lighten() => _delivery?.Lighten();

    /// <summary>Makes a settled part of no delivery usable again, for measurements that must not allocate.</summary>
    internal void Reopen() => _alive = 1;
}
