using Windrow.Core.Messages;

namespace Windrow.Core.Stages;

/// <summary>
/// The bounded memory queue of a stage. Order is kept within a key, priority chooses between keys, a message that
/// waits for another try holds up its key only, and a flush is a barrier: it starts when everything before it has
/// ended, and nothing after it starts before it has ended.
/// </summary>
/// <remarks>
/// One lock guards everything; all operations under it are short. Memory: 40 bytes per waiting message and about 200
/// per key with messages waiting, beside the messages themselves.
/// </remarks>
internal sealed class StageQueue
{
    private const int SpareGroups = 4_096;

    private readonly Lock _lock = new();
    private readonly StageOptions _options;
    private readonly KeySelector _key;
    private readonly MetadataSlot? _priority;
    private readonly Dictionary<ulong, KeyGroup> _groups = [];
    private readonly Stack<KeyGroup> _spare = new();
    private readonly ReadyGroups _ready = new();
    private readonly KeyGroup _single = new(0);
    private readonly CoarseClock _clock;
    private KeyGroup? _firstUnordered;

    // What an action has posted to itself does not wait behind a message that waits: it may be what makes room for that.
    private readonly KeyGroup _posted = new(0);
    private readonly bool _takesSeveral;
    private StageItem? _barrier;
    private bool _barrierHasBegun; // it stands in a group or is worked on, so it counts as active
    private bool _barrierComesAgain; // the flush that is worked on has failed: its end is not the barrier's
    private Queue<StageItem>? _behindBarrier;
    private int _waitingForWorker;
    private long _active;
    private long _count;
    private long _bytes;

    public StageQueue(StageOptions options, CoarseClock clock)
    {
        _clock = clock;
        _options = options;
        _key = options.Selector();
        _takesSeveral = options.Ordered && _key.IsEmpty;
        _priority = options.Priority is null ? null : new MetadataSlot(options.Priority);
    }

    /// <summary>Messages waiting, parked or being worked on. Read without the lock: zero means that the segment is at rest.</summary>
    public long Count => Volatile.Read(ref _count);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether a worker would find something to do.</summary>
    public bool HasReady
    {
        get
        {
            lock (_lock)
                return _waitingForWorker > 0;
        }
    }

    /// <summary>Age of the oldest message, those being worked on included; null when there is none. Looks at every key that has one.</summary>
    public TimeSpan? OldestAge
    {
        get
        {
            lock (_lock)
            {
                var oldest = _single.Oldest ?? uint.MaxValue;
                foreach (var group in _groups.Values)
                    oldest = Math.Min(oldest, group.Oldest ?? uint.MaxValue);
                for (var group = _firstUnordered; group is not null; group = group.Next)
                    oldest = Math.Min(oldest, group.Oldest ?? uint.MaxValue);

                // What came later waits behind these, and is the oldest only while the barrier itself is on its way.
                if (_barrier is { } barrier)
                    oldest = Math.Min(oldest, barrier.Came);
                return oldest == uint.MaxValue ? null : _clock.Since(oldest);
            }
        }
    }

    public bool IsOverCap => Count > _options.MaximumCount || Bytes > _options.MaximumBytes;

    public bool IsBelowCap => Count <= _options.MaximumCount / 2 && Bytes <= _options.MaximumBytes / 2;

    /// <summary>Takes a message in. True: a worker has something new to do.</summary>
    public bool Add(Message message, int index)
    {
        var (size, came) = (message.Payload.Bytes, _clock.Tenths);
        lock (_lock)
        {
            _bytes += size;
            Volatile.Write(ref _count, _count + 1);
            if (_barrier is not null)
            {
                (_behindBarrier ??= new()).Enqueue(new StageItem(message, index, _single, size, came));
                return false;
            }

            return Admit(message, index, size, came);
        }
    }

    /// <summary>Ends the items that a worker had, when there were any, and gives it the next: several where one worker keeps one order.</summary>
    /// <param name="had">The items that were worked on.</param>
    /// <param name="next">Takes the next items.</param>
    /// <param name="more">Whether another worker would find something too.</param>
    /// <returns>How many items there are; 0: nothing to do.</returns>
    public int Next(ReadOnlySpan<StageItem> had, Span<StageItem> next, out bool more)
    {
        lock (_lock)
        {
            foreach (ref readonly var item in had)
                End(item);
            var count = TakeReady(next);
            more = count > 0 && _waitingForWorker > 0;
            return count;
        }
    }

    /// <summary>Ends items that were worked on.</summary>
    public void End(ReadOnlySpan<StageItem> had)
    {
        lock (_lock)
        {
            foreach (ref readonly var item in had)
                End(item);
        }
    }

    /// <summary>Puts a message back that failed, to be tried again later; until then its key waits, if order is kept.</summary>
    /// <param name="group">The group whose item the worker has; null outside a worker.</param>
    /// <param name="notBegun">Items of the group that the worker took along; they go back behind the message, in the same breath, so that no early wake comes between.</param>
    /// <returns>The group to wake when the time has come; null: the message is a flush, and comes again when those have ended that it waits for.</returns>
    public KeyGroup? Park(Message message, int index, KeyGroup? group, ReadOnlySpan<StageItem> notBegun = default)
    {
        lock (_lock)
        {
            var came = group?.RunningCame ?? _clock.Tenths;
            var size = message.Payload.Bytes;
            _bytes += size;
            Volatile.Write(ref _count, _count + 1);
            group?.GiveBack(notBegun);
            if (message.Kind == MessageKind.Flush)
                return ParkBarrier(new StageItem(message, index, _single, size, came));
            group ??= GroupOf(message);
            Park(new StageItem(message, index, group, size, came));
            return group;
        }
    }

    /// <summary>The wait of a parked message is over. True: a worker has something to do.</summary>
    public bool Wake(KeyGroup group)
    {
        lock (_lock)
        {
            if (group.Parked > 0)
                group.Parked--;
            return MakeReady(group);
        }
    }

    private void Park(in StageItem item)
    {
        var group = item.Group;
        _active++;
        group.Park(item);
        if (!group.IsReady)
            return;
        group.IsReady = false;
        _waitingForWorker--;
    }

    // A flush that failed is a barrier still: messages that failed with it come first, and what came later waits.
    private KeyGroup? ParkBarrier(in StageItem flush)
    {
        if (_barrier is not null && (!_barrierHasBegun || _barrierComesAgain))
        {
            (_behindBarrier ??= new()).Enqueue(flush);
            return null;
        }

        var others = _barrierHasBegun ? _active - 1 : _active;
        _barrierComesAgain = _barrierHasBegun;
        _barrier = flush;
        _barrierHasBegun = others == 0;
        if (!_barrierHasBegun)
            return null;
        Park(flush);
        return _single;
    }

    private bool Admit(Message message, int index, long size, uint came)
    {
        if (message.Kind == MessageKind.Flush)
        {
            // What comes while it waits or runs waits behind it.
            _barrier = new StageItem(message, index, _single, size, came);
            return _active == 0 && StartBarrier();
        }

        var group = GroupOf(message);
        _active++;
        group.AddLast(new StageItem(message, index, group, size, came));
        Raise(group, message);
        return MakeReady(group);
    }

    private bool StartBarrier()
    {
        _active = 1;
        _barrierHasBegun = true;
        _single.AddLast(_barrier!.Value);
        return MakeReady(_single);
    }

    private void End(in StageItem had)
    {
        var group = had.Group;
        group.IsRunning = false;
        _bytes -= had.Bytes;
        _active--;
        Volatile.Write(ref _count, _count - 1);
        if (!MakeReady(group))
            Forget(group);
        var isFlush = had.Message.Kind == MessageKind.Flush;
        if (isFlush && !_barrierComesAgain)
            ReleaseBarrier();
        else if (isFlush)
            _barrierComesAgain = false;
        if (_active == 0 && _barrier is not null && !_barrierHasBegun)
            StartBarrier();
    }

    private void ReleaseBarrier()
    {
        (_barrier, _barrierHasBegun) = (null, false);
        while (_barrier is null && _behindBarrier is not null && _behindBarrier.TryDequeue(out var item))
            Admit(item.Message, item.Index, item.Bytes, item.Came);
    }

    private bool MakeReady(KeyGroup group)
    {
        if (group.IsRunning || group.IsReady || group.Count == 0 || group.Parked > 0)
            return false;
        _ready.Add(group);
        _waitingForWorker++;
        return true;
    }

    private int TakeReady(Span<StageItem> items)
    {
        if (!_ready.TryTake(out var group))
            return 0;
        _waitingForWorker--;
        group.IsRunning = true;
        items[0] = group.TakeFirst();
        group.RunningCame = items[0].Came;
        if (!_takesSeveral || _barrierHasBegun)
            return 1;
        var count = 1;
        while (count < items.Length && group.Count > 0)
            items[count++] = group.TakeFirst();
        return count;
    }

    // The most urgent message waiting in a group lends its urgency to the whole group: it cannot overtake the others.
    private void Raise(KeyGroup group, Message message)
    {
        if (_priority is null || !_priority.TryGet(message.Metadata, out var value) || !value.TryGetInt64(out var level))
            return;
        var urgency = (int)Math.Clamp(level, 0, ReadyGroups.Levels - 1);
        if (urgency <= group.Priority)
            return;
        group.Priority = urgency;
        if (group.IsReady)
            _ready.Add(group);
    }

    private KeyGroup GroupOf(Message message)
    {
        if (!_options.Ordered)
            return Link(NewGroup(0));
        if (_key.IsEmpty)
            return message.Kind == MessageKind.Wake ? _posted : _single;
        var key = _key.Of(message.Metadata);
        if (_groups.TryGetValue(key, out var group))
            return group;
        group = NewGroup(key);
        _groups.Add(key, group);
        return group;
    }

    private KeyGroup NewGroup(ulong key)
    {
        if (!_spare.TryPop(out var group))
            return new KeyGroup(key);
        group.Key = key;
        group.Priority = 0;
        return group;
    }

    private void Forget(KeyGroup group)
    {
        if (!group.IsIdle || ReferenceEquals(group, _single) || ReferenceEquals(group, _posted))
            return;
        if (_options.Ordered)
            _groups.Remove(group.Key);
        else
            Unlink(group);
        if (_spare.Count < SpareGroups)
            _spare.Push(group);
    }

    // Groups without a key stand in a chain, so that all that the queue holds can be found.
    private KeyGroup Link(KeyGroup group)
    {
        group.Next = _firstUnordered;
        if (_firstUnordered is not null)
            _firstUnordered.Previous = group;
        return _firstUnordered = group;
    }

    private void Unlink(KeyGroup group)
    {
        if (group.Previous is { } previous)
            previous.Next = group.Next;
        else
            _firstUnordered = group.Next;
        if (group.Next is { } next)
            next.Previous = group.Previous;
        (group.Next, group.Previous) = (null, null);
    }
}
