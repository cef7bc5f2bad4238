using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Events.Tests.Amqp;

/// <summary>Takes half a millisecond for each message, so that there is time for something to happen.</summary>
internal sealed class SlowAction : PlanAction
{
    public override void Process(Message message, Output output)
    {
        Thread.Sleep(TimeSpan.FromMicroseconds(500));
        output.Emit(message);
    }
}
