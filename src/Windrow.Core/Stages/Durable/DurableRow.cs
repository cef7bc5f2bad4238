using Windrow.Core.Messages;

namespace Windrow.Core.Stages.Durable;

/// <summary>Where a message of a durable queue is in the store: what its delivery has as its receipt.</summary>
internal sealed record DurableRow(long Sequence, MessageId Id);
