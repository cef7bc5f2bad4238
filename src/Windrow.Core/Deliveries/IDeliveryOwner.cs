using Windrow.Core.Errors;

namespace Windrow.Core.Deliveries;

/// <summary>Who took an obligation on and is told, once, when it is met.</summary>
internal interface IDeliveryOwner
{
    /// <summary>Called on whatever thread settled the last part; it must not block.</summary>
    void Settled(Delivery delivery);

    /// <summary>A message that was made for it is tried again later. On any thread; it must not block.</summary>
    void TriedAgain(Delivery delivery, Failure failure, int tries)
    {
    }

    /// <summary>What it holds in memory was given back, before it is settled.</summary>
    void Lightened(Delivery delivery)
    {
    }
}
