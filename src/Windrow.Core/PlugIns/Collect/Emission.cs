using Windrow.Core.Deliveries;
using Windrow.Core.Messages;
using Windrow.Core.State.Sets;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>
/// What was decided to leave: a revision of a set, or an alert. With a state store it is latched there before it leaves,
/// and is its own delivery: when all that was made of it is done, it is taken out of the store.
/// </summary>
/// <param name="revision">Of an alert: that of the set when it was given; 0: it leaves early.</param>
/// <param name="upTo">The last member that belongs to it: what comes after the decision does not.</param>
internal sealed class Emission(SetState set, int revision, int upTo, bool isComplete, bool isAlert) : IDeliveryOwner
{
    private Action<Emission>? _settled;

    public SetState Set => set;

    public int Revision => revision;

    public int UpTo => upTo;

    public bool IsComplete => isComplete;

    public bool IsAlert => isAlert;

    /// <summary>Whether the set stays open: what was told in an alert, or has left early.</summary>
    public bool LeavesOpen => isAlert || revision == 0;

    /// <summary>What the messages made of it owe to, once it is under way.</summary>
    public DeliveryPart? Part { get; private set; }

    /// <summary>Its entry in the outbox that all processes of the flow have in common; null: this process has the set alone.</summary>
    public SharedEmissionRow? Row { get; init; }

    /// <summary>The key of the last row that was read.</summary>
    public string After { get; set; } = "";

    /// <param name="settled">Told on whatever thread settles the last message.</param>
    public void Begin(Origin origin, Action<Emission> settled)
    {
        _settled = settled;
        var delivery = new Delivery(this, origin, 0, null);
        delivery.Open(1);
        Part = new DeliveryPart(delivery);
    }

    void IDeliveryOwner.Settled(Delivery delivery)
    {
        // Known to the folds behind for as long as it could come again, which ends when the store has it no more.
        Delivery = delivery;
        _settled!(this);
    }

    /// <summary>The delivery, once it is settled.</summary>
    public Delivery? Delivery { get; private set; }
}
