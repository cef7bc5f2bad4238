using System.Runtime.CompilerServices;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;

namespace Windrow.Core.Plans;

/// <summary>
/// Where the results of an action go: to the next action in line, into the next stage's queue, or to their end. One
/// output belongs to one action in one lane, so nothing here is shared between threads.
/// </summary>
public sealed partial class Output
{
    private readonly PlanAction _action;
    private readonly Output? _next;
    private readonly IReadOnlyList<Segment> _exits;
    private readonly Lane _lane;
    private readonly int _index;
    private readonly ulong _place;
    private readonly FoldLedger? _ledger;
    private int _ticket;
    private int _current;
    private int _ordinal;
    private LaneCounters _counters = new();

    /// <param name="next">The next action in line; null at the end of the segment.</param>
    /// <param name="exits">The segments that follow; none at the end of the plan.</param>
    /// <param name="index">Place of the action in its segment.</param>
    /// <param name="place">Hash of plan name and place in the plan, for the ids of children.</param>
    /// <param name="ledger">Of a fold whose state is kept; null otherwise.</param>
    internal Output(PlanAction action, Output? next, IReadOnlyList<Segment> exits, Lane lane, int index, ulong place, FoldLedger? ledger)
    {
        _ledger = ledger;
        _action = action;
        _next = next;
        _exits = exits;
        _lane = lane;
        _index = index;
        _place = place;
        _traces = lane.Plan.Services.Traces;
        _isWatched = _traces is not null;
    }

    /// <summary>Passes a message on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Emit(Message message)
    {
        Let(message);
        _counters.Emit(message);
        if (_next is not null)
            _next.Run(message);
        else
            Exit(message);
    }

    /// <summary>Ends a message that this plan does not want.</summary>
    public void Drop(Message message)
    {
        Let(message);
        _counters.Drop();
        message.Settle(Outcome.Dropped);
    }

    /// <summary>Ends a message whose effect has happened.</summary>
    public void Deliver(Message message)
    {
        Let(message);
        _counters.Deliver(message);
        _lane.Results?.Came(message, null);
        message.Settle(Outcome.Delivered);
    }

    /// <summary>Counts a message as delivered whose effect has happened and is not durable yet; whoever calls settles it when it is.</summary>
    public void DeliverWhenDurable(Message message)
    {
        Let(message);
        message.Own();
        _counters.Deliver(message);
        _lane.Results?.Came(message, null);
    }

    /// <summary>Tells that a message was written to a file or data set; it is delivered next.</summary>
    /// <param name="continues">Whether the file was begun with another message, and this is more of it.</param>
    public void Wrote(Message message, string path, bool continues) => _lane.Results?.Came(message, path, continues);

    /// <summary>Ends a message that a fold or collection has taken in.</summary>
    public void Absorb(Message message)
    {
        Let(message);
        _counters.Absorb();
        if (_ledger is null)
            message.Settle(Outcome.Absorbed);
        else
            _ledger.Absorb(message);
    }

    /// <summary>Counts a message as taken in whose place in the state is not durable yet; whoever calls settles it when it is.</summary>
    internal void AbsorbWhenDurable(Message message)
    {
        Let(message);
        message.Own();
        _counters.Absorb();
    }

    /// <summary>Counts a message as not wanted; whoever calls settles it when what came before it is durable.</summary>
    internal void DropWhenDurable(Message message)
    {
        Let(message);
        _counters.Drop();
    }

    /// <summary>Counts messages that were held until the store had said what became of them.</summary>
    internal void Count(int absorbed, int dropped) => _counters.Add(absorbed, dropped);

    /// <summary>Counts messages of those that are dropped which have come too late.</summary>
    internal void CountLate(int messages) => _counters.Late(messages);

    /// <summary>Keeps a message, and with it its delivery, for later; whoever holds it settles or emits it.</summary>
    public void Hold(Message message)
    {
        Let(message);
        message.Own();
    }

    /// <summary>Gives a message that could not be worked on back to the engine, which retries it or makes it a dead letter.</summary>
    public void Fail(Message message, Failure failure)
    {
        Let(message);
        _counters.Fail(failure.Class);
        var span = _span is null ? null : TakeBack(message);
        var fate = _lane.Failed(message, failure, _index);
        if (span is not null)
            TraceFailure(span, failure, fate);
        switch (fate)
        {
            case MessageFate.TriedAgain:
                _counters.Retry();
                break;
            case MessageFate.Dead:
                _counters.Bury();
                break;
            case MessageFate.Dropped:
                _counters.Drop();
                break;
        }
    }

    internal void AddTo(ActionCounters sum) => _counters.AddTo(sum);

    /// <summary>A message made from <paramref name="parent"/> and owing to the same delivery.</summary>
    /// <param name="payload">Owned by the new message.</param>
    public Message Child(Message parent, MessageKind kind, Metadata metadata, Payload payload) =>
        parent.Child(_place, _ordinal++, kind, metadata, payload);

    /// <summary>
    /// A message made from several, by a fold. It owes to the delivery of the one that completed it.
    /// </summary>
    /// <param name="members">The union of the ids of all inputs.</param>
    /// <param name="payload">Owned by the new message.</param>
    /// <param name="lineage">Where the inputs came from.</param>
    public Message Fold(Message last, MessageId members, MessageKind kind, Metadata metadata, Payload payload, Lineage lineage) =>
        new(members.Child(_place, _ordinal++), kind, metadata.Detached(), payload, last.Part?.Add(), lineage.Count > 0 ? lineage.Origins[^1] : last.Origin) { Lineage = lineage };

    /// <summary>
    /// A message made from several, whose number among those made of the same is the action's own: where it is made again
    /// after a crash, beside others than the first time, it has the same id.
    /// </summary>
    /// <param name="part">What it owes to.</param>
    internal Message Fold(DeliveryPart? part, MessageId members, int number, MessageKind kind, Metadata metadata, Origin origin, Lineage lineage) =>
        new(members.Child(_place, number), kind, metadata, Payload.None, part, origin) { Lineage = lineage };

    internal void EndBatch(bool more)
    {
        try
        {
            _action.EndBatch(more, this);
        }
        catch (Exception exception)
        {
            _lane.Recover(_action, exception);
            _lane.Report(_index, Failure.From(exception));
        }
    }

    internal void Run(Message message)
    {
        if (_isWatched)
            RunWatched(message);
        else
            RunOnce(message);
    }

    private void RunOnce(Message message)
    {
        _counters.Take(message);
        _ordinal = 0;
        _current = message.Ticket = ++_ticket;
        try
        {
            if (message.Kind < MessageKind.Flush)
                Process(message);
            else
                RunControl(message);
        }
        catch (Exception exception)
        {
            Threw(message, exception);
            return;
        }

        if (_current != 0)
            Fail(message, new Failure(ErrorClass.Permanent, $"the action '{_action.GetType().Name}' neither passed the message on nor settled it", "this is a defect of the plug-in"));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Process(Message message)
    {
        if (_ledger is not null && _ledger.Knows(message.Id))
            Absorb(message);
        else
            _action.Process(message, this);
    }

    private void RunControl(Message message)
    {
        if (message.Payload is WakePayload wake)
        {
            Let(message);
            message.Settle(Outcome.Delivered);
            wake.Work(this);
        }
        else
        {
            _ledger?.Pass(message, _action);
            _action.Flush(message, this);
        }
    }

    private void Exit(Message message)
    {
        if (_exits.Count == 0)
        {
            message.Settle(Outcome.Dropped);
            return;
        }

        // Every sink has a message of its own, so that the failure of one does not touch the others' copy.
        for (var i = 1; i < _exits.Count; i++)
            _exits[i].Enqueue(message.Share());
        _exits[0].Enqueue(message);
    }

    // A message carries the ticket of the run that it is in; letting go of it clears the mark, and a run that ends with
    // its mark still set has forgotten its message.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Let(Message message)
    {
        if (message.Ticket == _current)
            _current = 0;
    }

    private void Threw(Message message, Exception exception)
    {
        var failure = Failure.From(exception);

        // Without memory an action stops in the midst of what it does, as one that broke.
        if (failure.Class == ErrorClass.Fault || exception is OutOfMemoryException)
            _lane.Recover(_action, exception);
        if (_current != 0)
            Fail(message, failure);
        else
            _lane.Report(_index, failure);
    }
}
