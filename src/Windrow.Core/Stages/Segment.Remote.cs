using Windrow.Core.Checkpoints;
using Windrow.Core.Messages;
using Windrow.Core.Stages.Remote;

namespace Windrow.Core.Stages;

/// <content>How messages go into a queue that is kept elsewhere.</content>
internal sealed partial class Segment
{
    // A checkpoint ends here when what came before it is safe. A flush goes on when the queue has run empty: what other hosts have, nobody here can wait for.
    private void HandOver(RemoteQueue queue, Message message)
    {
        if (message.Payload is CheckpointPayload)
        {
            PostWhen(queue.Safe, 0, _ => message.Settle(Deliveries.Outcome.Delivered));
        }
        else if (message.Kind == MessageKind.Flush)
        {
            PostWhen(queue.Idle, 0, _ => Enqueue(message, 0));
        }
        else
        {
            queue.Put(message);
            if (!IsCongested && queue.IsOverCap)
                _pressure.Begin(isTold: true);
        }
    }
}
