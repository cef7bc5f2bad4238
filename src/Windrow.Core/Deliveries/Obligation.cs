namespace Windrow.Core.Deliveries;

/// <summary>What an action owes by itself, and is told of when it is done.</summary>
internal class Obligation(Action<Outcome> settled) : IDeliveryOwner
{
    public void Settled(Delivery delivery)
    {
        settled(delivery.Outcome);
        // Nobody brings it again but the action, under another delivery.
        delivery.Close();
    }
}
