using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Stages.Durable;

/// <summary>
/// Which messages of a durable queue are in memory, and how many are on their way into the store, behind the window, or
/// done and still in the store. Safe for several threads.
/// </summary>
/// <remarks>
/// Order: the store numbers messages as they come, and both ways into the window keep that order. Once a message has
/// gone past the window all later ones do, until the store has been read to its end. Memory: 16 bytes for each row in
/// it.
/// </remarks>
internal sealed class QueueWindow(StageOptions options)
{
    // What may be on its way into the store: enough for one group commit to be full, little enough to be in memory.
    private const int MaximumUnwritten = 4_096;
    private const long MaximumUnwrittenBytes = 64 << 20;
    private const int MostAtOnce = 1_000;

    private readonly Lock _lock = new();
    private readonly HashSet<long> _inMemory = [];
    private readonly List<long> _removed = [];
    private long _count;
    private long _bytes;
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
    private TaskCompletionSource? _still;
    private bool _isClosed;

    /// <summary>Messages that wait or are worked on.</summary>
    public long Count => Volatile.Read(ref _behind) + Volatile.Read(ref _unwritten) + Volatile.Read(ref _count);

    /// <summary>See <see cref="DurableQueue.IsBusy"/>.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _unwritten > 0 || _unremoved > 0 || (_isOpen && (_count > 0 || _goesPast));
        }
    }

    public bool IsOverCap => Volatile.Read(ref _unwritten) > MaximumUnwritten || Volatile.Read(ref _unwrittenBytes) > MaximumUnwrittenBytes;

    public bool IsBelowCap => Volatile.Read(ref _unwritten) <= MaximumUnwritten / 2 && Volatile.Read(ref _unwrittenBytes) <= MaximumUnwrittenBytes / 2;

    public bool IsClosed
    {
        get
        {
            lock (_lock)
                return _isClosed;
        }
    }

    /// <summary>Whether there are messages behind the window.</summary>
    public bool GoesPast => _goesPast;

    /// <summary>Whether it is time to read more: half of the window is free.</summary>
    public bool IsHalfEmpty => _goesPast && _count <= options.MaximumCount / 2;

    // While it is held nothing goes into it.
    private bool HasRoom => _still is null && _count < options.MaximumCount && _bytes < options.MaximumBytes;

    /// <param name="behind">How many rows the store has; asked while none is noted.</param>
    public void Open(Func<long> behind)
    {
        lock (_lock)
        {
            _isOpen = !_isClosed;
            _behind = behind();
        }
    }

    public void Close()
    {
        lock (_lock)
        {
            _isOpen = false;
            _isClosed = true;
        }
    }

    /// <summary>Lets nothing more into the window; what comes goes past it.</summary>
    /// <returns>Completes when nothing is on its way into it either.</returns>
    public Task Hold()
    {
        lock (_lock)
        {
            _still ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TellWhenStill();
            return _still.Task;
        }
    }

    /// <summary>Goes on after <see cref="Hold"/>.</summary>
    public void LetGo()
    {
        lock (_lock)
            (_still, _goesPast, _more) = (null, true, true);
    }

    /// <summary>There may be rows that did not come this way.</summary>
    public void LookAgain()
    {
        lock (_lock)
            (_goesPast, _more) = (true, true);
    }

    /// <summary>A message goes into the store, and into the window if there is room and nothing before it is behind.</summary>
    public void Submit(EnqueueWrite write, IStateStore store)
    {
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
                _count++;
                _bytes += write.Bytes;
            }

            // Within the lock, so that the order of the store is that of the window.
            store.Submit(write);
        }
    }

    /// <param name="isNew">Whether the store has it now, and did not before.</param>
    public void Written(EnqueueWrite write, bool isNew)
    {
        lock (_lock)
        {
            _unwritten--;
            _unwrittenBytes -= write.Bytes;
            if (write.GoesPast)
            {
                _unwrittenPast--;
                _more = true;
                if (isNew)
                    _behind++;
            }
            else if (isNew)
            {
                _inMemory.Add(write.Sequence);
                _loaded = Math.Max(_loaded, write.Sequence);
            }
            else
            {
                _count--;
                _bytes -= write.Bytes;
            }

            TellWhenStill();
        }
    }

    /// <summary>The payload of a message is gone, but not what it owes.</summary>
    /// <returns>Whether there is no room even so.</returns>
    public bool Lighten(Delivery delivery)
    {
        lock (_lock)
        {
            _bytes -= delivery.Bytes;
            return !HasRoom;
        }
    }

    /// <summary>A message is done, and begins to leave the store.</summary>
    /// <param name="bytes">What it had in memory.</param>
    public void Leave(long bytes)
    {
        lock (_lock)
        {
            _count--;
            _unremoved++;
            _bytes -= bytes;
        }
    }

    /// <summary>A row has left the store, or never will. What is read at this moment may still hold it, so it is remembered until the next reading.</summary>
    public void Removed(long sequence, bool isDone)
    {
        lock (_lock)
        {
            _unremoved--;
            if (isDone && _isLoading)
                _removed.Add(sequence);
            else if (isDone)
                _inMemory.Remove(sequence);
        }
    }

    /// <summary>Something has to be done in the store before the queue may come to rest; <see cref="EndOther"/> ends it.</summary>
    public void BeginOther()
    {
        lock (_lock)
            _unremoved++;
    }

    public void EndOther()
    {
        lock (_lock)
            _unremoved--;
    }

    /// <summary>Whether rows may be read now; <see cref="EndLoading"/> ends that.</summary>
    public bool TryBeginLoading()
    {
        lock (_lock)
        {
            // What is on its way into the window is in the store too, and would be read a second time.
            if (_isLoading || !_isOpen || !_goesPast || !HasRoom || _unwritten > _unwrittenPast)
                return false;
            return _isLoading = true;
        }
    }

    public void EndLoading()
    {
        lock (_lock)
            Loaded();
    }

    /// <summary>What is to be read next. False: there is no room, and loading has ended.</summary>
    /// <param name="byPriority">Priorities change while rows wait, so what is next may stand anywhere among those that are in the window.</param>
    public bool BeginPage(bool byPriority, out long after, out int most)
    {
        lock (_lock)
        {
            ForgetRemoved();
            (after, most) = (byPriority ? 0 : _loaded, 0);
            if (!_isOpen || !HasRoom)
            {
                Loaded();
                return false;
            }

            _more = false;
            most = (int)Math.Min(options.MaximumCount - _count, MostAtOnce) + (byPriority ? _inMemory.Count : 0);
            return true;
        }
    }

    /// <summary>Takes a row in that was read. False: there is no room for it.</summary>
    /// <param name="isNew">Whether it was not in the window already.</param>
    public bool TryAdmit(QueueRow row, out bool isNew)
    {
        lock (_lock)
        {
            isNew = false;
            if (!_isOpen || !HasRoom)
                return false;
            _loaded = Math.Max(_loaded, row.Sequence);
            isNew = _inMemory.Add(row.Sequence);
            if (!isNew)
                return true;
            _behind--;
            _count++;
            _bytes += row.Bytes;
            return true;
        }
    }

    /// <summary>A page has been read. True: there may be another.</summary>
    /// <param name="isEnd">Whether there was nothing new in it.</param>
    public bool EndPage(bool isEnd)
    {
        lock (_lock)
        {
            if (!isEnd || _more)
                return true;

            // Everything durable is in the window, so what comes next may go there at once.
            _goesPast = _unwrittenPast > 0;
            _behind = 0;
            Loaded();
            return false;
        }
    }

    private void Loaded()
    {
        ForgetRemoved();
        _isLoading = false;
        TellWhenStill();
    }

    private void TellWhenStill()
    {
        if (_still is not null && !_isLoading && _unwritten == _unwrittenPast)
            _still.TrySetResult();
    }

    private void ForgetRemoved()
    {
        foreach (var sequence in _removed)
            _inMemory.Remove(sequence);
        _removed.Clear();
    }
}
