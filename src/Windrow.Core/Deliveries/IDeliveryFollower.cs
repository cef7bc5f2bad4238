using Windrow.Core.Messages;

namespace Windrow.Core.Deliveries;

/// <summary>Who has to know when a message cannot be brought again.</summary>
internal interface IDeliveryFollower
{
    /// <summary>A delivery is closed that was followed under this id. Called on any thread.</summary>
    void Closed(MessageId id);
}
