using Windrow.Core.Errors;
using Windrow.Core.Expectations;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Products;
using Windrow.Core.Resources;

namespace Windrow.Core.Stages;

/// <summary>
/// One thread's way through a segment: its own outputs and counters over the segment's shared actions. A source has a
/// lane in every plan's first segment, a stage one for every worker.
/// </summary>
internal sealed partial class Lane : IThreadPoolWorkItem
{
    // After so many looks into the queue a worker goes to the back of the thread pool's, so that no stage starves others.
    private const int Turns = 64;
    private const int ItemsPerTurn = 32;

    private static readonly TimeSpan WaitsAgain = TimeSpan.FromSeconds(1);

    private readonly Segment _segment;
    private readonly Output[] _outputs;
    private KeyGroup? _group;
    private List<(Message Message, int Index, TimeSpan Delay, RetryPolicy? Policy)>? _failedInLine;
    private readonly bool _foresees;
    private readonly RoomRequest? _room;
    private readonly StageItem[] _items;
    private List<Message>? _ahead;
    private bool _waitsForRoom;
    private int _count;
    private int _at;

    public Lane(Segment segment)
    {
        _segment = segment;
        if (segment.NeedsRoom)
            _room = segment.RequestRoom(() => segment.Plan.Services.Dispatch(this));

        // Room is for one message: what is taken along would have it for longer than others have to wait.
        _items = new StageItem[_room is null ? ItemsPerTurn : 1];
        _outputs = new Output[segment.Actions.Count];
        _foresees = segment.Actions[0].LooksAhead;
        for (var i = _outputs.Length - 1; i >= 0; i--)
        {
            var next = i + 1 < _outputs.Length ? _outputs[i + 1] : null;
            _outputs[i] = new Output(segment.Actions[i], next, segment.Next, this, i, segment.PlaceOf(i), segment.LedgerOf(i));
        }
    }

    public Plan Plan => _segment.Plan;

    public string PathOf(int index) => _segment.PathOf(index);

    public void Show(int index, IMessageTap? tap) => _outputs[index].Show(tap);

    /// <summary>Who wants to know what comes of the plan; null: nobody.</summary>
    public PlanResults? Results => _segment.Plan.Results;

    public void AddCounters(int index, ActionCounters sum) => _outputs[index].AddTo(sum);

    /// <summary>Runs a message through the segment on the caller's thread.</summary>
    public void RunInLine(Message message)
    {
        _outputs[0].Run(message);

        // Only now may a worker take over: while this thread was inside, the segment's actions were its own.
        ParkFailed();
    }

    /// <summary>Works the segment's queue off, as far as the plan is not stopped.</summary>
    public void Execute()
    {
        var gate = _segment.Plan.Gate;
        if (!gate.TryEnter())
        {
            LeaveRoom();
            return;
        }

        try
        {
            Work(gate);
        }
        finally
        {
            gate.Leave();
        }
    }

    private void Work(WorkerGate gate)
    {
        // With an answer for the item that it waited with.
        var hasNext = _waitsForRoom;
        _waitsForRoom = false;
        for (var turn = 0; turn < Turns; turn++)
        {
            if (!hasNext && !TakeNext())
                return;
            hasNext = false;
            if (_foresees && _count > 1)
                Foresee();
            for (_at = 0; _at < _count; _at++)
            {
                // A forced stop leaves what is not begun as it is.
                if (gate.IsClosed)
                {
                    LeaveRoom();
                    return;
                }

                // What an action's own work lets go of, such as a message that was not confirmed, has its own place in the order.
                _group = _items[_at].Message.Kind == MessageKind.Wake ? null : _items[_at].Group;
                if (_segment.Plan.LeavesStored && _items[_at].Message.IsStored)
                    _items[_at].Message.Abandon();
                else if (_room is { IsRefused: true })
                    Refuse(_items[_at]);
                else
                    _outputs[_items[_at].Index].Run(_items[_at].Message);
            }

            _group = null;
            EndBatch();
            LeaveRoom();
        }

        _segment.Plan.Services.Dispatch(this);
    }

    // Shows the first action what it will get; what goes elsewhere, or nowhere, it does not see.
    private void Foresee()
    {
        var ahead = _ahead ??= [];
        for (var i = 0; i < _count; i++)
        {
            var message = _items[i].Message;
            if (_items[i].Index == 0 && message.Kind < MessageKind.Flush && !(_segment.Plan.LeavesStored && message.IsStored))
                ahead.Add(message);
        }

        try
        {
            _segment.Actions[0].LookAhead(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ahead));
        }
        catch (Exception exception)
        {
            // It is only a favour: the messages come all the same, each with an error of its own.
            Report(0, Failure.From(exception));
        }

        ahead.Clear();
    }

    /// <returns>False: there is nothing to do now; whoever has something runs the lane, so the caller touches it no more.</returns>
    private bool TakeNext()
    {
        if (IsHeldUp())
            return false;
        if (_segment.Plan.IsPaused)
        {
            LieDown();
            return false;
        }

        var had = _items.AsSpan(0, _count);
        _count = _segment.TakeNext(had, _items);
        if (_count == 0)
        {
            _segment.Rest(this);
            return false;
        }

        return _room is null || TryEnterRoom(_room, _items[0]);
    }

    private void EndBatch()
    {
        var more = _segment.HasReady;
        foreach (var output in _outputs)
            output.EndBatch(more);
        ParkFailed();
    }

    private void ParkFailed()
    {
        if (_failedInLine is not { Count: > 0 } failed)
            return;
        foreach (var (each, index, delay, policy) in failed)
            _segment.Park(each, index, null, delay, policy);
        failed.Clear();
    }

    // Ends what it had, and takes nothing.
    private void LieDown()
    {
        _segment.End(_items.AsSpan(0, _count));
        _count = 0;
        _segment.Rest(this);
    }

    private bool IsHeldUp()
    {
        for (var i = 0; i < _segment.Next.Count; i++)
        {
            if (_segment.Next[i].HoldsUp(this))
                return true;
        }

        return _segment.HandsBack is { } action && action.HoldsUp(this);
    }

    // What was taken along with a message that failed comes after it, so it goes back behind it.
    private void Park(Message message, int index, TimeSpan delay, RetryPolicy? policy)
    {
        var notBegun = _items.AsSpan(_at + 1, _count - _at - 1);
        _count = _at + 1;
        _segment.Park(message, index, _group, delay, policy, notBegun);
    }

    /// <summary>Decides what becomes of a message that could not be worked on.</summary>
    public MessageFate Failed(Message message, Failure failure, int index)
    {
        if (_segment.Plan.LeavesStored && message.IsStored)
        {
            message.Abandon();
            return MessageFate.TriedAgain;
        }

        var onError = _segment.OnErrorOf(index);
        var policy = onError.RetryOf(failure.Class, _segment.Plan.TransientPolicy);

        // Who makes it wait tells so, once; it has no number of tries.
        if (failure.Class == ErrorClass.Waiting)
        {
            Again(message, index, WaitsAgain, null);
            return MessageFate.TriedAgain;
        }

        // An action that gives up because of a forced stop says nothing against the message: it is left unfinished, so
        // that its source brings it again.
        var stops = _segment.Plan.Gate.IsClosed;
        if (policy is null || (message.Attempt >= policy.Attempts && !stops))
            return _segment.Plan.GiveUp(message, failure, _segment.PathOf(index), onError.End);

        var delay = policy.DelayAfter(message.Attempt, _segment.Plan.Services.Random);
        message.Attempt++;
        message.Tries = new FailedTry(_segment.Plan.Services.Time.GetUtcNow(), $"{_segment.Plan.Name}/{_segment.PathOf(index)}", failure.Reason, message.Tries);
        if (!stops)
            _segment.Plan.LogRetry(message, failure, _segment.PathOf(index), delay);
        Again(message, index, delay, policy);
        return MessageFate.TriedAgain;
    }

    private void Again(Message message, int index, TimeSpan delay, RetryPolicy? policy)
    {
        message.Own();
        if (_group is null)
            (_failedInLine ??= []).Add((message, index, delay, policy));
        else
            Park(message, index, delay, policy);
    }

    public void Recover(PlanAction action, Exception fault)
    {
        try
        {
            action.Recover(fault);
        }
        catch (Exception second)
        {
            _segment.Plan.LogFault(action.GetType().Name, second);
        }
    }

    /// <summary>A failure that belongs to no message any more: it was passed on before the action threw.</summary>
    public void Report(int index, Failure failure) => _segment.Plan.LogFault(_segment.PathOf(index), failure);
}
