using System.Diagnostics;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Stages;
using Windrow.Core.Traces;

namespace Windrow.Core.Plans;

/// <content>Who looks on while the action works: the traces of messages, and those who tap the action.</content>
public sealed partial class Output
{
    private readonly MessageTraces? _traces;
    private bool _isWatched;
    private IMessageTap? _tap;
    private Activity? _span; // of the message that the action has at present

    /// <summary>Shows every message from here on; null: nobody looks any more. By any thread.</summary>
    internal void Show(IMessageTap? tap)
    {
        Volatile.Write(ref _tap, tap);
        Volatile.Write(ref _isWatched, tap is not null || _traces is not null);
    }

    private void RunWatched(Message message)
    {
        // Flushes, checkpoints and wakes are the engine's own.
        if (message.Kind >= MessageKind.Flush)
        {
            RunOnce(message);
            return;
        }

        Volatile.Read(ref _tap)?.See(message);
        if (_traces is null)
        {
            RunOnce(message);
            return;
        }

        var before = _span;
        using (_span = _traces.Works(message, _lane.Plan.Name, _lane.PathOf(_index)))
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

    private static void TraceFailure(Activity span, Failure failure, MessageFate fate) => MessageTraces.Fails(span, failure, fate switch
    {
        MessageFate.TriedAgain => "retry",
        MessageFate.Dead => "dead-letter",
        _ => "drop",
    });
}
