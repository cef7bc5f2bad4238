using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Plans;

/// <content>What becomes of messages that could not be worked on.</content>
internal sealed partial class Plan
{
    /// <summary>Raised when a message could not be worked on and the plan is to stop the flow then.</summary>
    public event System.Action<string>? Aborts;

    /// <summary>What is done about messages that an action cannot work on.</summary>
    public FailurePolicy OnErrorOf(int action) => Described[action].OnError ?? Definition.OnError;

    /// <summary>Ends a message that no further try helps, in the way that <c>on-error</c> says.</summary>
    public MessageFate GiveUp(Message message, Failure failure, string action, FailureEnd end)
    {
        Results?.Failed(action, failure.Reason, isEnd: true);
        switch (end)
        {
            case FailureEnd.Drop:
                PlanLog.Dropped(_log, Name, action, message.Origin, failure.ToString(), message.Attempt);
                message.Settle(Outcome.Dropped);
                return MessageFate.Dropped;
            case FailureEnd.Abort:
                PlanLog.Aborts(_log, Name, action, message.Origin, failure.ToString(), failure.Cause);
                Aborts?.Invoke($"{Name}/{action}: {message.Origin}: {failure}");

                // It stays owed: a source that can repeat it brings it again when the flow runs again.
                message.Abandon();
                return MessageFate.TriedAgain;
            default:
                Bury(message, failure, action);
                return MessageFate.Dead;
        }
    }

    /// <summary>Makes a dead letter of a message; it is settled when the letter is durable.</summary>
    public void Bury(Message message, Failure failure, string action)
    {
        // The lazy tail goes with the payload: what identifies the message is kept.
        var metadata = message.Metadata.Materialise([]);
        var letter = new DeadLetter(
            message.Id, message.Kind, message.Origin, metadata, Name, action, failure, message.Attempt, Services.Time.GetUtcNow());
        Services.DeadLetters.Add(letter);
        PlanLog.Dead(_log, Name, action, message.Origin, failure.ToString(), message.Attempt, failure.Cause);
        _graveyard.Bury(letter, message);
    }

    /// <summary>Makes a dead letter of a row of a durable queue that cannot be read.</summary>
    public void BuryRow(QueueRow row, Failure failure, string action)
    {
        var letter = new DeadLetter(row.Id, MessageKind.Event, Origin, Metadata.Empty, Name, action, failure, row.Attempts + 1, Services.Time.GetUtcNow());
        Services.DeadLetters.Add(letter);
        PlanLog.Dead(_log, Name, action, Origin, failure.ToString(), row.Attempts + 1, failure.Cause);
        _graveyard.Bury(letter, row);
    }

    public void LogRetry(Message message, Failure failure, string action, TimeSpan delay)
    {
        Results?.Failed(action, failure.Reason, isEnd: false);
        PlanLog.Retry(_log, Name, action, message.Origin, failure.ToString(), delay.TotalSeconds);
    }

    /// <summary>The plan's select cannot judge a message (a value of another type than the listed ones): that is a dead letter of this plan.</summary>
    public void BuryUnjudged(Message message) => GiveUp(
        message,
        Definition.Filter.Explain(message.Metadata).Doubt(),
        "select",
        Definition.OnError.End);

    public void LogFault(string action, Failure failure) => PlanLog.Fault(_log, Name, action, failure.ToString(), failure.Cause);

    public void LogFault(string action, Exception exception) => PlanLog.Fault(_log, Name, action, exception.Message, exception);
}
