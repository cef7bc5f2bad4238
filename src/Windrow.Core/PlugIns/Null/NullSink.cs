using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Null;

/// <summary>Swallows everything.</summary>
internal sealed class NullSink : PlanAction
{
    public override bool IsConcurrent => true;

    public override bool IsTerminal => true;

    public override void Process(Message message, Output output) => output.Deliver(message);
}
