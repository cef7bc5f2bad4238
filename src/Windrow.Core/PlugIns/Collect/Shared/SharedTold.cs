using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect.Shared;

/// <summary>What a message without the whole key of a set tells of a member, on its way into the store.</summary>
/// <param name="Identity">What tells the member from others.</param>
/// <param name="Part">What the message has of the key.</param>
/// <param name="PartId">Hash of that.</param>
/// <param name="Known">What it tells.</param>
/// <param name="Came">When it came, UTC.</param>
/// <param name="Owes">What it owes.</param>
internal sealed record SharedTold(MessageId Identity, Metadata Part, MessageId PartId, Metadata Known, DateTime Came, DeliveryPart? Owes);
