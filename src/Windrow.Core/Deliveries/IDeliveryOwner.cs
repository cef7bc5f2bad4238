namespace Windrow.Core.Deliveries;

/// <summary>Who took an obligation on and is told, once, when it is met.</summary>
internal interface IDeliveryOwner
{
    /// <summary>Called on whatever thread settled the last part; it must not block.</summary>
    void Settled(Delivery delivery);

    /// <summary>What it holds in memory was given back, before it is settled.</summary>
    void Lightened(Delivery delivery)
    {
    }
}
