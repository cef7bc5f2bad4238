using Windrow.Core.State;
using Windrow.Events.Amqp.Consuming;

namespace Windrow.Events.Amqp.Stages;

/// <summary>What a message of a stage owes to the broker.</summary>
/// <param name="Payload">The file that is to go when it is done; null: there is none.</param>
internal sealed record FedMessage(StageConsumer Consumer, Receipt Receipt, PayloadReference? Payload);
