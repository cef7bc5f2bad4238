using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Events.Trollflow;

/// <summary>Stands in a plan for an action that a later version brings. A flow with one is shown, and never run.</summary>
internal sealed class LaterAction(string plugIn) : PlanAction
{
    public override void Process(Message message, Output output) => output.Fail(message, Failure.Permanent($"the plug-in '{plugIn}' is not in this version"));
}
