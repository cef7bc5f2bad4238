using System.Buffers;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Amqp.Publishing;

namespace Windrow.Events.Amqp.Stages;

/// <summary>A message on its way into a stage's queue. When the broker has it, it is settled.</summary>
internal sealed class StagePublication(Message message, AmqpStage stage, byte[] rented) : Publication
{
    public override void Completed(Failure? failure)
    {
        ArrayPool<byte>.Shared.Return(rented);
        if (failure is null)
        {
            message.Settle(Outcome.Stored);
            stage.Stored();
        }
        else
        {
            stage.NotStored(message, failure);
        }
    }

    internal override void SendsAgain() => (Properties.Headers ??= new Dictionary<string, object?>(StringComparer.Ordinal))[StageHeaders.Again] = true;
}
