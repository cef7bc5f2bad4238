using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.TransportHost;

/// <summary>A sink that looks at every message, in order, and can keep them waiting.</summary>
internal sealed class Recorder(Action<Message> look) : PlanAction
{
    /// <summary>Set: messages are taken; reset: they wait in memory.</summary>
    public ManualResetEventSlim Gate { get; } = new(true);

    public override bool IsTerminal => true;

    public override void Process(Message message, Output output)
    {
        Gate.Wait();
        look(message);
        output.Deliver(message);
    }

    public override void Flush(Message flush, Output output)
    {
        look(flush);
        output.Deliver(flush);
    }
}
