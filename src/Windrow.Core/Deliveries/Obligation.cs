using Windrow.Core.Errors;

namespace Windrow.Core.Deliveries;

/// <summary>What an action owes by itself, and is told of when it is done.</summary>
/// <param name="triedAgain">Told when something of it is tried again: why, and how often it was tried until then. Null: nobody wants to know.</param>
internal class Obligation(Action<Outcome> settled, Action<Failure, int>? triedAgain) : IDeliveryOwner
{
    public void Settled(Delivery delivery)
    {
        settled(delivery.Outcome);
        // Nobody brings it again but the action, under another delivery.
        delivery.Close();
    }

    public void TriedAgain(Delivery delivery, Failure failure, int tries) => triedAgain?.Invoke(failure, tries);
}
