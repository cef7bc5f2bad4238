using System.Collections.Concurrent;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Storage.Tests.Testing;

/// <summary>A sink that writes down when it was opened, after something that a test has it do, and what came to it.</summary>
internal sealed class OpenedProbe(string name, ConcurrentQueue<string> log, System.Action open) : PlanAction
{
    public override bool IsTerminal => true;

    public override void Open()
    {
        open();
        log.Enqueue($"{name} opened");
    }

    public override void Process(Message message, Output output)
    {
        log.Enqueue($"{name} has {message.Number()}");
        output.Deliver(message);
    }
}
