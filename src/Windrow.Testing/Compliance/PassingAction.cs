using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Testing.Compliance;

/// <summary>Stands in front of the action under test, so that a select is an action as any other and no part of the router.</summary>
internal sealed class PassingAction : PlanAction
{
    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output) => output.Emit(message);
}
