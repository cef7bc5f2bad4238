using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;

namespace Windrow.Core.Stages;

/// <summary>
/// What stands in front of the memory queue of a durable stage. A message that comes in is written to the state store;
/// when that is durable its delivery is settled, and the message goes on under a delivery of the queue's own, which takes
/// it out of the store when it is done. A window of messages is in memory; what goes past it is read back from the store
/// when there is room, so memory does not grow with the queue.
/// </summary>
/// <remarks>
/// Order: the store numbers messages as they come, and both ways into the window keep that order. Once a message has
/// gone past the window all later ones do, until the store has been read to its end. Memory: the window, and 16 bytes
/// for each row in it.
/// </remarks>
internal sealed class DurableQueue : IDeliveryOwner
{
    // What may be on its way into the store: enough for one group commit to be full, little enough to be in memory.
    private const int MaximumUnwritten = 4_096;
    private const long MaximumUnwrittenBytes = 64 << 20;
    private const int SpareWrites = 1_024;
    private static readonly TimeSpan StalledAgain = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Segment _segment;
    private readonly FlowStore _flow;
    private readonly IStateStore _store;
    private readonly StageOptions _options;
    private readonly ReplayGuard? _guard;
    private readonly int _index;
    private readonly MetadataSlot[] _key;
    private readonly MetadataSlot? _priority;
    private readonly HashSet<long> _inMemory = [];
    private readonly List<long> _removed = [];
    private readonly Stack<EnqueueWrite> _spare = new();
    private readonly Queue<Message> _stalled = new();
    private long _windowCount;
    private long _windowBytes;
    private long _unwritten;
    private long _unwrittenBytes;
    private long _unwrittenPast;
    private long _unremoved;
    private long _behind;
    private long _loaded;
    private bool _goesPast = true;
    private bool _more;
    private bool _isLoading;
    private bool _isOpen;
    private bool _isClosed;

    /// <param name="name">In the store.</param>
    /// <param name="index">Place in the segment of the action that the messages are for.</param>
    /// <param name="guard">Knows what may be brought again; null: nothing that is in the queue.</param>
    public DurableQueue(Segment segment, FlowStore flow, StageOptions options, string name, int index = 0, ReplayGuard? guard = null)
    {
        _index = index;
        _guard = guard;
        _segment = segment;
        _flow = flow;
        _store = flow.Open();
        _options = options;
        _key = options.Ordered ? [.. options.Key.Select(static name => new MetadataSlot(name))] : [];
        _priority = options.Priority is null ? null : new MetadataSlot(options.Priority);
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
    public long Count => Volatile.Read(ref _behind) + Volatile.Read(ref _unwritten) + Volatile.Read(ref _windowCount);

    /// <summary>
    /// True while something that came in is neither done nor left to the next run, or is done and still in the store,
    /// where another plan that takes the queue over would find it.
    /// </summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _unwritten > 0 || _unremoved > 0 || _stalled.Count > 0 || (_isOpen && (_windowCount > 0 || _goesPast));
        }
    }

    /// <summary>True: the disk, or the state's allowance, has no room for a large payload.</summary>
    public bool IsStalled => _stalled.Count > 0;

    /// <summary>True: the store does not keep up, so producers have to wait.</summary>
    public bool IsOverCap => _stalled.Count > 0 || Volatile.Read(ref _unwritten) > MaximumUnwritten || Volatile.Read(ref _unwrittenBytes) > MaximumUnwrittenBytes;

    public bool IsBelowCap => _stalled.Count == 0 && Volatile.Read(ref _unwritten) <= MaximumUnwritten / 2 && Volatile.Read(ref _unwrittenBytes) <= MaximumUnwrittenBytes / 2;

    private bool HasRoom => _windowCount < _options.MaximumCount && _windowBytes < _options.MaximumBytes;

    /// <summary>Takes up what the store holds from before, and lets messages through from now on.</summary>
    public void Open()
    {
        // Rows of a run that had priorities: without them, all that was there before is alike, and in order.
        if (_priority is null && _store.ReadQueue(Number, 0, 1) is [{ Priority: > 0 }])
            Level();
        else
            Begin();
    }

    /// <summary>Somebody has put messages into the store.</summary>
    public void LookAgain()
    {
        lock (_lock)
            (_goesPast, _more) = (true, true);
        Load();
    }

    /// <summary>Lets nothing more through; what is not done stays in the store for the next run.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            _isClosed = true;
        }
    }

    /// <summary>Takes a message in; its delivery is settled when it is durable.</summary>
    public void Put(Message message)
    {
        lock (_lock)
        {
            if (_isClosed && message.Kind == MessageKind.Flush)
            {
                // It ends this plan, and what stays in the store is another one's, which has not come to its end.
                message.Settle(Outcome.Delivered);
                return;
            }

            if (_stalled.Count > 0)
            {
                _stalled.Enqueue(message);
                return;
            }
        }

        if (!TryPut(message))
            Stall(message);
    }

    /// <summary>
    /// A checkpoint has come. What came before it was submitted to the store before the checkpoint will be, so it is
    /// durable no later; only what is stalled it has to wait for.
    /// </summary>
    public void PassCheckpoint(Message barrier)
    {
        lock (_lock)
        {
            if (_stalled.Count > 0)
            {
                _stalled.Enqueue(barrier);
                return;
            }
        }

        barrier.Settle(Outcome.Delivered);
    }

    /// <summary>Notes that a message of the queue failed and is tried again later, for the case that the process ends before.</summary>
    public void Postpone(Message message, TimeSpan delay)
    {
        if (message.Part?.Delivery is { Receipt: DurableRow row } delivery && ReferenceEquals(delivery.Owner, this))
            _store.Submit(new PostponeWrite(Number, row.Sequence, message.Attempt - 1, _segment.Plan.Services.Time.GetUtcNow() + delay));
    }

    private void Level()
    {
        lock (_lock)
            _unremoved++;
        _store.Submit(new LevelWrite(this));
    }

    private void Begin()
    {
        lock (_lock)
        {
            _isOpen = !_isClosed;
            _behind = _store.CountQueue(Number);
        }

        Load();
    }

    private void TryBegin()
    {
        try
        {
            Begin();
        }
        catch (StateException exception)
        {
            _flow.Break(exception);
        }

        lock (_lock)
            _unremoved--;
        CameToRest();
    }

    private bool TryPut(Message message)
    {
        if (message.Payload is CheckpointPayload)
        {
            message.Settle(Outcome.Delivered);
            return true;
        }

        var write = NewWrite();
        try
        {
            write.Payload = _flow.Messages.Write(write.Body, message);
        }
        catch (NotSupportedException exception)
        {
            Spare(write);
            _segment.Plan.Bury(message, Failure.Permanent(exception.Message), _segment.PathOf(0));
            return true;
        }
        catch (StateException)
        {
            Spare(write);
            return false;
        }

        Submit(write, message);
        return true;
    }

    // A large payload that the disk does not take holds up what comes behind it, as a row does within the store.
    private void Stall(Message message)
    {
        lock (_lock)
            _stalled.Enqueue(message);
        _segment.Plan.Later(StalledAgain, () =>
        {
            while (true)
            {
                Message? first;
                lock (_lock)
                {
                    if (!_stalled.TryPeek(out first))
                        break;
                }

                if (!TryPut(first))
                    return false;
                lock (_lock)
                    _stalled.Dequeue();
            }

            _segment.RelieveWhenBelowCap();
            CameToRest();
            return true;
        });
    }

    private void Submit(EnqueueWrite write, Message message)
    {
        write.Message = message;
        write.Bytes = message.Payload.Bytes + write.Body.Length;
        write.Priority = PriorityOf(message);
        write.Key = KeyOf(message);
        lock (_lock)
        {
            write.GoesPast = _goesPast || !HasRoom;
            _unwritten++;
            _unwrittenBytes += write.Bytes;
            if (write.GoesPast)
            {
                _goesPast = true;
                _unwrittenPast++;
            }
            else
            {
                _windowCount++;
                _windowBytes += write.Bytes;
            }

            // Within the lock, so that the order of the store is that of the window.
            _guard?.Follow(message);
            _store.Submit(write);
        }
    }

    // A fold has taken a message in and holds its delivery until its state is durable. The payload is gone, so there is
    // room for the next; where the window is full of such, they are not to wait for the next checkpoint in turn.
    void IDeliveryOwner.Lightened(Delivery delivery)
    {
        bool isFull;
        lock (_lock)
        {
            _windowBytes -= delivery.Bytes;
            isFull = !HasRoom;
        }

        if (isFull)
            _segment.Plan.HurryCheckpoint();
        else if (_goesPast)
            Load();
    }

    void IDeliveryOwner.Settled(Delivery delivery)
    {
        var row = (DurableRow)delivery.Receipt!;
        lock (_lock)
        {
            _windowCount--;
            _unremoved++;
            if (!delivery.IsLight)
                _windowBytes -= delivery.Bytes;
        }

        _store.Submit(new DequeueWrite(this, row, delivery));
        _guard?.Worked(row.Sequence);
        if (_goesPast && _windowCount <= _options.MaximumCount / 2)
            Load();
        CameToRest();
    }

    private void Written(EnqueueWrite write, StateException? failure)
    {
        var message = write.Message!;
        var (sequence, bytes) = (write.Sequence, write.Bytes);
        var isNew = failure is null && sequence != 0;

        // Before it counts as written: then what is behind it may be read, and would come first.
        if (isNew && !write.GoesPast)
            Feed(message, new DurableRow(sequence, message.Id), bytes, 1, TimeSpan.Zero);
        lock (_lock)
        {
            _unwritten--;
            _unwrittenBytes -= bytes;
            if (write.GoesPast)
            {
                _unwrittenPast--;
                _more = true;
                if (isNew)
                    _behind++;
            }
            else if (isNew)
            {
                _inMemory.Add(sequence);
                _loaded = Math.Max(_loaded, sequence);
            }
            else
            {
                _windowCount--;
                _windowBytes -= bytes;
            }
        }

        if (write.Payload is { } payload)
            _store.Payloads.Release(payload);
        Spare(write);
        if (failure is null)
            message.Settle(Outcome.Stored);
        _segment.RelieveWhenBelowCap();
        Load();
        CameToRest();
    }

    // What is done and still to be known is not waited for, as it may stay for as long as another plan takes.
    private void ForgetInTime(DurableRow row, Delivery? delivery)
    {
        var write = new ForgetWrite(this, row, delivery);
        if (!_guard!.Keep(row.Id, row.Sequence, () => _store.Submit(write)))
            _store.Submit(write);
    }

    // What is read at this moment may still hold the row, so it is remembered until the next reading.
    private void Removed(long sequence, StateException? failure)
    {
        lock (_lock)
        {
            _unremoved--;
            if (failure is null && _isLoading)
                _removed.Add(sequence);
            else if (failure is null)
                _inMemory.Remove(sequence);
        }

        CameToRest();
    }

    // The message itself is settled by whoever calls; what goes on has the same payload under the queue's own delivery.
    private void Feed(Message message, DurableRow row, long bytes, int attempt, TimeSpan delay)
    {
        var delivery = new Delivery(this, message.Origin, bytes, row);
        delivery.Open(1);
        var next = message.ShareFor(new DeliveryPart(delivery));
        next.Attempt = attempt;
        _segment.Feed(next, _index, delay);
    }

    private void Load()
    {
        lock (_lock)
        {
            // What is on its way into the window is in the store too, and would be read a second time.
            if (_isLoading || !_isOpen || !_goesPast || !HasRoom || _unwritten > _unwrittenPast)
                return;
            _isLoading = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.LoadAll(), this, preferLocal: false);
    }

    private void LoadAll()
    {
        try
        {
            while (LoadSome())
            {
            }
        }
        catch (StateException exception)
        {
            lock (_lock)
                EndLoading();
            if (exception.Trouble is StateTrouble.Full or StateTrouble.Busy)
            {
                _segment.Plan.Later(StalledAgain, () =>
                {
                    Load();
                    return true;
                });
            }
            else
            {
                _flow.Break(exception);
            }
        }

        CameToRest();
    }

    /// <summary>Reads rows into the window. False: there is no room for more, or there is no more.</summary>
    private bool LoadSome()
    {
        long after;
        int most;
        lock (_lock)
        {
            ForgetRemoved();
            if (!_isOpen || !HasRoom)
            {
                EndLoading();
                return false;
            }

            _more = false;

            // Priorities change while rows wait, so what is next may stand anywhere among those that are in the window.
            after = _priority is null ? _loaded : 0;
            most = (int)Math.Min(_options.MaximumCount - _windowCount, 1_000) + (_priority is null ? 0 : _inMemory.Count);
        }

        var isEnd = true;
        foreach (var row in _store.ReadQueue(Number, after, most))
        {
            lock (_lock)
            {
                if (!_isOpen || !HasRoom)
                {
                    isEnd = false;
                    break;
                }

                _loaded = Math.Max(_loaded, row.Sequence);
                if (!_inMemory.Add(row.Sequence))
                    continue;
                isEnd = false;
                _behind--;
                _windowCount++;
                _windowBytes += row.Bytes;
            }

            FeedRow(row);
        }

        lock (_lock)
        {
            if (!isEnd || _more)
                return true;

            // Everything durable is in the window, so what comes next may go there at once.
            _goesPast = _unwrittenPast > 0;
            _behind = 0;
            EndLoading();
            return false;
        }
    }

    private void EndLoading()
    {
        ForgetRemoved();
        _isLoading = false;
    }

    private void ForgetRemoved()
    {
        foreach (var sequence in _removed)
            _inMemory.Remove(sequence);
        _removed.Clear();
    }

    private void FeedRow(QueueRow row)
    {
        Message message;
        try
        {
            message = _flow.Messages.Read(row.Body);
        }
        catch (CorruptDataException exception)
        {
            PutAside(row, exception);
            return;
        }

        Feed(message, new DurableRow(row.Sequence, row.Id), row.Bytes, row.Attempts + 1, WaitUntil(row.NotBefore));
        message.Abandon();
    }

    // By the wall clock, which may have been set back since: no wait is longer than a retry may be.
    private TimeSpan WaitUntil(DateTimeOffset notBefore)
    {
        var wait = notBefore - _segment.Plan.Services.Time.GetUtcNow();
        var longest = _segment.Plan.TransientPolicy.MaximumDelay > RetryPolicy.Fault.MaximumDelay ? _segment.Plan.TransientPolicy.MaximumDelay : RetryPolicy.Fault.MaximumDelay;
        return wait <= TimeSpan.Zero ? TimeSpan.Zero : wait < longest ? wait : longest;
    }

    // A row that cannot be read becomes a dead letter with its bytes, so that it is neither lost nor in the way.
    private void PutAside(QueueRow row, CorruptDataException exception)
    {
        lock (_lock)
        {
            _windowCount--;
            _windowBytes -= row.Bytes;
            _unremoved++;
        }

        _segment.Plan.BuryRow(row, Failure.Permanent(exception.Message, "the store may be on a failing disk; see 'windrow state verify'"), _segment.PathOf(0));
        _store.Submit(new DequeueWrite(this, new DurableRow(row.Sequence, row.Id), null));
        _guard?.Worked(row.Sequence);
    }

    private void CameToRest()
    {
        if (!IsBusy)
            _segment.Plan.SegmentCameToRest();
    }

    private int PriorityOf(Message message)
    {
        if (_priority is null)
            return 0;
        if (message.Kind == MessageKind.Flush)
            return ReadyGroups.Levels - 1;
        return _priority.TryGet(message.Metadata, out var value) && value.TryGetInt64(out var level) ? (int)Math.Clamp(level, 0, ReadyGroups.Levels - 1) : 0;
    }

    // The same in every process, unlike the hash codes of the memory queue. Null: no order to keep between priorities.
    private long? KeyOf(Message message)
    {
        if (_priority is null || !_options.Ordered)
            return null;
        var hash = default(MessageId);
        foreach (var slot in _key)
            hash = slot.TryGet(message.Metadata, out var value) ? hash.With(MemoryMarshal.AsBytes(value.ToString().AsSpan())) : hash.With(0);
        return unchecked((long)hash.Low);
    }

    private EnqueueWrite NewWrite()
    {
        lock (_lock)
            return _spare.TryPop(out var write) ? write : new EnqueueWrite(this);
    }

    private void Spare(EnqueueWrite write)
    {
        write.Clear();
        lock (_lock)
        {
            if (_spare.Count < SpareWrites)
                _spare.Push(write);
        }
    }

    /// <summary>Where a message of the queue is in the store.</summary>
    private sealed record DurableRow(long Sequence, MessageId Id);

    private sealed class EnqueueWrite(DurableQueue queue) : StateWrite
    {
        public ByteWriter Body { get; } = new();

        public Message? Message { get; set; }

        public PayloadReference? Payload { get; set; }

        public long Bytes { get; set; }

        public int Priority { get; set; }

        public long? Key { get; set; }

        public bool GoesPast { get; set; }

        public long Sequence { get; private set; }

        public void Clear()
        {
            Body.Clear();
            (Message, Payload) = (null, null);
        }

        public override void Apply(IStateTransaction transaction)
        {
            var isFlush = Message!.Kind == MessageKind.Flush;

            // An urgent message lends its urgency to those of its key that came before, and a barrier to all.
            if (Priority > 0 && (isFlush || Key is not null))
                transaction.Raise(queue.Number, Priority, isFlush ? null : Key);
            Sequence = transaction.Enqueue(queue.Number, Message.Id, Priority, Key, queue._segment.Plan.Services.Time.GetUtcNow(), Body.Written, Bytes, Payload);
        }

        public override void Completed(StateException? failure) => queue.Written(this, failure);
    }

    private sealed class DequeueWrite(DurableQueue queue, DurableRow row, Delivery? delivery) : StateWrite
    {
        private bool _isHeld;

        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction)
        {
            // Here, in the order of the store: whoever brings the message again before this finds its row.
            _isHeld = !transaction.MustMakeRoom && queue._guard?.Holds(row.Id, row.Sequence) == true;
            if (_isHeld)
                transaction.MarkDone(queue.Number, row.Sequence);
            else
                transaction.Dequeue(queue.Number, row.Sequence);
        }

        public override void Completed(StateException? failure)
        {
            if (failure is null && _isHeld)
                queue.ForgetInTime(row, delivery);
            else if (failure is null)
                delivery?.Close();
            queue.Removed(row.Sequence, failure);
        }
    }

    private sealed class ForgetWrite(DurableQueue queue, DurableRow row, Delivery? delivery) : StateWrite
    {
        public override bool MakesRoom => true;

        public override void Apply(IStateTransaction transaction) => transaction.Dequeue(queue.Number, row.Sequence);

        public override void Completed(StateException? failure)
        {
            if (failure is null)
                delivery?.Close();
        }
    }

    private sealed class LevelWrite(DurableQueue queue) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.Raise(queue.Number, ReadyGroups.Levels - 1, null);

        public override void Completed(StateException? failure)
        {
            if (failure is null)
                ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.TryBegin(), queue, preferLocal: false);
        }
    }

    private sealed class PostponeWrite(int queue, long sequence, int attempts, DateTimeOffset notBefore) : StateWrite
    {
        public override void Apply(IStateTransaction transaction) => transaction.Postpone(queue, sequence, attempts, notBefore);

        public override void Completed(StateException? failure)
        {
        }
    }
}
