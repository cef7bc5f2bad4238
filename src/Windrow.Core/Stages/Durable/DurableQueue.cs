using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// What stands in front of the memory queue of a durable stage. A message that comes in is written to the state store;
/// when that is durable its delivery is settled, and the message goes on under a delivery of the queue's own, which takes
/// it out of the store when it is done. A window of messages is in memory; what goes past it is read back from the store
/// when there is room, so memory does not grow with the queue.
/// </summary>
internal sealed class DurableQueue : IKeepsMessages
{
    private readonly Segment _segment;
    private readonly FlowStore _flow;
    private readonly IStateStore _store;
    private readonly int _index;
    private readonly RowOrder _order;
    private readonly QueueWindow _window;
    private readonly QueueLoader _loader;
    private readonly StalledMessages _stalled;
    private readonly EnqueueWritePool _writes;
    private readonly ReplayGuard? _guard;

    /// <param name="name">In the store.</param>
    /// <param name="index">Place in the segment of the action that the messages are for.</param>
    /// <param name="guard">Knows what may be brought again; null: nothing that is in the queue.</param>
    public DurableQueue(Segment segment, FlowStore flow, StageOptions options, string name, int index = 0, ReplayGuard? guard = null)
    {
        _guard = guard;
        _index = index;
        _segment = segment;
        _flow = flow;
        _store = flow.Open();
        _order = new RowOrder(options);
        _window = new QueueWindow(options);
        _loader = new QueueLoader(this, _window, segment, flow, _order.HasPriorities);
        _stalled = new StalledMessages(segment.Plan, TryPut, () =>
        {
            _segment.RelieveWhenBelowCap();
            CameToRest();
        });
        _writes = new EnqueueWritePool(this);
        Name = name;
        Number = _store.Queue(name);
        if (_guard?.Begin(_store.HighestQueued(), _store.CountQueue(Number)) == true)
        {
            foreach (var (sequence, id) in _store.ReadDone(Number))
                ForgetInTime(new DurableRow(sequence, id), null);
        }
    }

    public string Name { get; }

    /// <summary>The queue's number in the store.</summary>
    public int Number { get; }

    /// <summary>Messages that wait or are worked on.</summary>
    public long Count => _window.Count;

    /// <summary>
    /// True while something that came in is neither done nor left to the next run, or is done and still in the store,
    /// where another plan that takes the queue over would find it.
    /// </summary>
    public bool IsBusy => _stalled.Any || _window.IsBusy; // in this order, in which messages go

    /// <summary>True: the disk, or the state's allowance, has no room for a large payload.</summary>
    public bool IsStalled => _stalled.Any;

    /// <summary>True: the store does not keep up, so producers have to wait.</summary>
    public bool IsOverCap => _stalled.Any || _window.IsOverCap;

    public bool IsBelowCap => !_stalled.Any && _window.IsBelowCap;

    internal DateTimeOffset Now => _segment.Plan.Services.Time.GetUtcNow();

    /// <summary>
    /// Takes up what the store holds from before, and lets messages through from now on. Rows that were written with
    /// other priorities or keys come first, in the order in which they came: nobody could say which of them a new one of its
    /// key has to wait for.
    /// </summary>
    public void Open()
    {
        if (LevelWrite.DeclarationOf(_store, Name) == _order.Declaration && (_order.HasPriorities || _store.ReadQueue(Number, 0, 1) is not [{ Priority: > 0 }]))
        {
            Begin();
            return;
        }

        _window.BeginOther();
        _store.Submit(new LevelWrite(this, _order.Declaration));
    }

    /// <summary>Somebody has put messages into the store.</summary>
    public void LookAgain()
    {
        _window.LookAgain();
        _loader.Load();
    }

    /// <summary>Gives the segment nothing more until <see cref="LetGo"/>; what comes is written to the store as ever.</summary>
    /// <returns>Completes when what was on its way to the segment is there.</returns>
    public Task Hold() => _window.Hold();

    public void LetGo()
    {
        _window.LetGo();
        _loader.Load();
    }

    /// <summary>Lets nothing more through; what is not done stays in the store for the next run.</summary>
    public void Close() => _window.Close();

    /// <summary>Takes a message in; its delivery is settled when it is durable.</summary>
    public void Put(Message message)
    {
        if (message.Kind == MessageKind.Flush && _window.IsClosed)
        {
            // It ends this plan, and what stays in the store is another one's, which has not come to its end.
            message.Settle(Outcome.Delivered);
            return;
        }

        if (!_stalled.TryJoin(message) && !TryPut(message))
            _stalled.Stall(message);
    }

    /// <summary>
    /// A checkpoint has come. What came before it was submitted to the store before the checkpoint will be, so it is
    /// durable no later; only what is stalled it has to wait for.
    /// </summary>
    public void PassCheckpoint(Message barrier)
    {
        if (!_stalled.TryJoin(barrier))
            barrier.Settle(Outcome.Delivered);
    }

    /// <summary>Notes that a message of the queue failed and is tried again later, for the case that the process ends before.</summary>
    public void Postpone(Message message, TimeSpan delay)
    {
        if (message.Part?.Delivery is { Receipt: DurableRow row } delivery && ReferenceEquals(delivery.Owner, this))
            _store.Submit(new PostponeWrite(Number, row.Sequence, message.Attempt - 1, Now + delay));
    }

    // A fold has taken a message in and holds its delivery until its state is durable. The payload is gone, so there is
    // room for the next; where the window is full of such, they are not to wait for the next checkpoint in turn.
    void IDeliveryOwner.Lightened(Delivery delivery)
    {
        if (_window.Lighten(delivery))
            _segment.Plan.HurryCheckpoint();
        else if (_window.GoesPast)
            _loader.Load();
    }

    void IDeliveryOwner.Settled(Delivery delivery)
    {
        var row = (DurableRow)delivery.Receipt!;
        _window.Leave(delivery.IsLight ? 0 : delivery.Bytes);
        Remove(row, delivery);
        if (_window.IsHalfEmpty)
            _loader.Load();
        CameToRest();
    }

    /// <summary>A message is in the store, or could not be written.</summary>
    internal void Written(EnqueueWrite write, StateException? failure)
    {
        var message = write.Message!;
        var isNew = failure is null && write.Sequence != 0;

        // Before it counts as written: then what is behind it may be read, and would come first.
        if (isNew && !write.GoesPast)
            Feed(message, new DurableRow(write.Sequence, message.Id), write.Bytes, 1, TimeSpan.Zero);
        _window.Written(write, isNew);
        if (write.Payload is { } payload)
            _store.Payloads.Release(payload);
        _writes.Return(write);
        if (failure is null)
            message.Settle(Outcome.Stored);
        _segment.RelieveWhenBelowCap();
        _loader.Load();
        CameToRest();
    }

    /// <summary>Takes a row out of the store, as far as its message need not be known any longer.</summary>
    /// <param name="delivery">The queue's own, closed when its message cannot come again; null: the row could not be read.</param>
    internal void Remove(DurableRow row, Delivery? delivery)
    {
        _store.Submit(new DequeueWrite(this, row, delivery, _guard));
        _guard?.Worked(row.Sequence);
    }

    /// <summary>What is done and still to be known is not waited for, as it may stay for as long as another plan takes.</summary>
    internal void ForgetInTime(DurableRow row, Delivery? delivery)
    {
        var write = new ForgetWrite(Number, row, delivery);
        if (!_guard!.Keep(row.Id, row.Sequence, () => _store.Submit(write)))
            _store.Submit(write);
    }

    /// <summary>A row is out of the way, or could not be removed.</summary>
    internal void Removed(long sequence, StateException? failure)
    {
        _window.Removed(sequence, isDone: failure is null);
        CameToRest();
    }

    /// <summary>
    /// Gives a message to the segment. It is settled by whoever calls; what goes on has the same payload under the queue's
    /// own delivery.
    /// </summary>
    internal void Feed(Message message, DurableRow row, long bytes, int attempt, TimeSpan delay)
    {
        var delivery = new Delivery(this, message.Origin, bytes, row);
        delivery.Open(1);
        var next = message.ShareFor(new DeliveryPart(delivery));
        next.Attempt = attempt;
        _segment.Feed(next, _index, delay);
    }

    internal void CameToRest()
    {
        if (!IsBusy)
            _segment.Plan.SegmentCameToRest();
    }

    /// <summary>The rows have been put in order; see <see cref="Open"/>.</summary>
    internal void TryBegin()
    {
        try
        {
            Begin();
        }
        catch (StateException exception)
        {
            _flow.Break(exception);
        }

        _window.EndOther();
        CameToRest();
    }

    private void Begin()
    {
        _window.Open(() => _store.CountQueue(Number));
        _loader.Load();
    }

    private bool TryPut(Message message)
    {
        if (message.Payload is CheckpointPayload)
        {
            message.Settle(Outcome.Delivered);
            return true;
        }

        var write = _writes.Take();
        try
        {
            write.Payload = _flow.Messages.Write(write.Body, message);
        }
        catch (NotSupportedException exception)
        {
            _writes.Return(write);
            _segment.Plan.Bury(message, Failure.Permanent(exception.Message), _segment.PathOf(0));
            return true;
        }
        catch (StateException)
        {
            _writes.Return(write);
            return false;
        }

        write.Message = message;
        write.Bytes = message.Payload.Bytes + write.Body.Length;
        write.Priority = _order.PriorityOf(message);
        write.Key = _order.KeyOf(message);
        _guard?.Follow(message);
        _window.Submit(write, _store);
        return true;
    }
}
