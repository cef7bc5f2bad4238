using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <summary>Passes everything on: what a plan of selects and several sinks has in between.</summary>
internal sealed class PassAction : PlanAction
{
    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output) => output.Emit(message);
}
