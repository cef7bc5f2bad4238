using System.Buffers;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Events.Amqp.Publishing;

namespace Windrow.Events.Amqp.Sink;

/// <summary>A message of a plan on its way to a broker. When the broker has it, it is settled.</summary>
/// <param name="rented">What holds the body, to be given back; null: it is the payload's own.</param>
internal sealed class SinkPublication(Message message, ActionContext context, byte[]? rented) : Publication
{
    public override void Completed(Failure? failure)
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        if (failure is null)
            message.Settle(Outcome.Delivered);
        else
            context.Post(output => output.Fail(message, failure));
    }
}
