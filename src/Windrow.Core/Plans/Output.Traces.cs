using System.Diagnostics;
using Windrow.Core.Messages;
using Windrow.Core.Stages;
using Windrow.Core.Traces;

namespace Windrow.Core.Plans;

/// <content>The action's spans in the traces of messages.</content>
public sealed partial class Output
{
    private readonly MessageTraces? _traces;
    private Activity? _span; // of the message that the action has at present

    private void RunTraced(Message message, MessageTraces traces)
    {
        // Flushes, checkpoints and wakes are the engine's own.
        if (message.Kind >= MessageKind.Flush)
        {
            RunOnce(message);
            return;
        }

        var before = _span;
        using (_span = traces.Works(message, _lane.Plan.Name, _lane.PathOf(_index)))
            RunOnce(message);
        _span = before;
    }

    // Another try is not a part of this one. Before the message is given away.
    private Activity? TakeBack(Message message)
    {
        if (message.Span != _span!.SpanId)
            return null;
        message.Span = _span.ParentSpanId;
        return _span;
    }

    private static void TraceFailure(Activity span, Errors.Failure failure, MessageFate fate) => MessageTraces.Fails(span, failure, fate switch
    {
        MessageFate.TriedAgain => "retry",
        MessageFate.Dead => "dead-letter",
        _ => "drop",
    });
}
