using Windrow.Core.Filters;
using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.Core.PlugIns.Select;

/// <summary>Lets the messages through that its filter takes. At the head of a plan the router does its work.</summary>
internal sealed class SelectAction(Filter filter) : PlanAction
{
    public Filter Filter { get; } = filter;

    public override bool IsConcurrent => true;

    public override void Process(Message message, Output output)
    {
        var truth = message.Kind == MessageKind.Notification ? Truth.True : Filter.Evaluate(message.Metadata);
        if (truth == Truth.True)
            output.Emit(message);
        else if (truth == Truth.Error)
            output.Fail(message, Filter.Explain(message.Metadata).Doubt());
        else
            output.Drop(message);
    }
}
