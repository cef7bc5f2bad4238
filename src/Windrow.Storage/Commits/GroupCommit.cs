using Windrow.Core.State;

namespace Windrow.Storage.Commits;

/// <summary>
/// The thread that writes. It takes what has been submitted since it looked last, applies it in one transaction and
/// commits; while the disk makes that durable the next group gathers. So a lone write waits for nobody, and many share one fsync.
/// </summary>
/// <remarks>
/// A full disk is waited for, with everything in order behind it. A write that is wrong by itself is found by applying the
/// group one by one, and fails alone. Any other error ends the store: after an fsync that failed nobody knows what is on
/// the disk, so nothing is acknowledged any more until the store is opened anew.
/// </remarks>
internal sealed class GroupCommit : IDisposable
{
    private const int MaximumGroup = 4_096;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly IGroupWriter _writer;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly ITimer _idle;
    private List<StateWrite> _submitted = [];
    private List<StateWrite> _spare = [];
    private bool _isFull;
    private bool _isWaiting;
    private bool _isIdle;
    private bool _mayGiveBack = true;
    private StateException? _broken;
    private bool _isClosing;
    private bool _isClosed;

    public GroupCommit(IGroupWriter writer, TimeProvider time)
    {
        _writer = writer;
        _time = time;
        _idle = time.CreateTimer(static self => ((GroupCommit)self!).BecomeIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { Name = "windrow state", IsBackground = true };
        _thread.Start();
    }

    public event System.Action<StateException?>? TroubleChanged;

    /// <summary>Transactions committed.</summary>
    public long Groups { get; private set; }

    public void Submit(StateWrite write)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _submitted.Add(write);
                if (_submitted.Count == 1 || (_isFull && write.MakesRoom))
                    _wake.Set();
                return;
            }
        }

        write.Completed(new StateException(StateTrouble.Unusable, "the state is closed"));
    }

    /// <summary>Writes what has been submitted, then ends. What cannot be written any more fails.</summary>
    public void Dispose()
    {
        lock (_lock)
            _isClosing = true;
        _wake.Set();
        _thread.Join();
        _idle.Dispose();
        lock (_lock)
            _wake.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            List<StateWrite> writes;
            bool isClosing;
            lock (_lock)
            {
                (writes, _submitted) = (_submitted, _spare);
                _isIdle &= writes.Count == 0;
                isClosing = _isClosing;
                _isClosed = isClosing && writes.Count == 0;
            }

            if (writes.Count == 0)
            {
                _spare = writes;
                if (isClosing)
                    return;
                Rest();
                continue;
            }

            for (var start = 0; start < writes.Count; start += MaximumGroup)
                Write(writes, start, Math.Min(start + MaximumGroup, writes.Count));
            writes.Clear();
            _spare = writes;
            _mayGiveBack = true;
            if (_isWaiting && _broken is null)
                StopWaiting();
        }
    }

    private void StopWaiting()
    {
        _isWaiting = false;
        lock (_lock)
            _isFull = false;
        TroubleChanged?.Invoke(null);
    }

    // Nothing to write. When that stays so for a while, space is given back, a little at a time.
    private void Rest()
    {
        if (_isIdle && _mayGiveBack && _broken is null)
        {
            _mayGiveBack = TryGiveBack();
            return;
        }

        if (_mayGiveBack)
            _idle.Change(Idle, Timeout.InfiniteTimeSpan);
        _wake.WaitOne();
    }

    private void BecomeIdle()
    {
        lock (_lock)
        {
            if (_isClosed || _submitted.Count > 0)
                return;
            _isIdle = true;
            _wake.Set();
        }
    }

    private bool TryGiveBack()
    {
        try
        {
            return _writer.GiveBack();
        }
        catch (StateException failure)
        {
            if (failure.Trouble is not (StateTrouble.Full or StateTrouble.Busy))
                Break(failure);
            return false;
        }
    }

    private void Break(StateException failure)
    {
        _broken = failure;
        TroubleChanged?.Invoke(failure);
    }

    private void Write(List<StateWrite> writes, int start, int end)
    {
        var wait = TimeSpan.FromMilliseconds(100);
        while (_broken is null)
        {
            if (TryCommit(writes, start, end) is not { } failure)
            {
                Complete(writes, start, end, null);
                return;
            }

            if (failure.Trouble == StateTrouble.Refused)
            {
                WriteOneByOne(writes, start, end, failure);
                return;
            }

            if (failure.Trouble is StateTrouble.Full or StateTrouble.Busy && !_isClosing)
            {
                if (failure.Trouble == StateTrouble.Full && MakeRoom(writes, start))
                    continue;
                if (failure.Trouble == StateTrouble.Full && end - start > 1)
                {
                    // There may be room for some of them.
                    var middle = start + ((end - start) / 2);
                    Write(writes, start, middle);
                    Write(writes, middle, end);
                    return;
                }

                if (!_isWaiting)
                    TroubleChanged?.Invoke(failure);
                _isWaiting = true;
                Wait(wait);
                wait = wait < _writer.LongestWait / 2 ? wait * 2 : _writer.LongestWait;
                continue;
            }

            Break(failure);
        }

        Complete(writes, start, end, _broken);
    }

    private StateException? TryCommit(List<StateWrite> writes, int start, int end, bool makesRoom = false)
    {
        var failure = _writer.TryCommit(writes, start, end, makesRoom);
        if (failure is null)
            Groups++;
        return failure;
    }

    // What only removes does not wait for room: others wait for what it removes. What has been done leaves a blank behind.
    private bool MakeRoom(List<StateWrite> writes, int start)
    {
        List<StateWrite> making = [];
        for (var i = start; i < writes.Count; i++)
            Take(writes, i);
        lock (_lock)
        {
            _isFull = true;
            for (var i = 0; i < _submitted.Count; i++)
                Take(_submitted, i);
        }

        if (making.Count == 0)
            return false;
        var failure = TryCommit(making, 0, making.Count, makesRoom: true);
        if (failure is { Trouble: StateTrouble.Full })
        {
            _writer.MustMakeRoom = true;
            failure = TryCommit(making, 0, making.Count, makesRoom: true);
            _writer.MustMakeRoom = false;
        }

        if (failure is not null)
        {
            // In vain for now: they are among the last then, as nothing depends on them.
            lock (_lock)
                _submitted.AddRange(making);
            return false;
        }

        Complete(making, 0, making.Count, null);
        return true;

        void Take(List<StateWrite> from, int at)
        {
            if (!from[at].MakesRoom)
                return;
            making.Add(from[at]);
            from[at] = Blank.Instance;
        }
    }

    private void WriteOneByOne(List<StateWrite> writes, int start, int end, StateException failure)
    {
        if (end - start == 1)
        {
            Complete(writes, start, end, failure);
            return;
        }

        for (var i = start; i < end; i++)
            Write(writes, i, i + 1);
    }

    private static void Complete(List<StateWrite> writes, int start, int end, StateException? failure)
    {
        for (var i = start; i < end; i++)
            writes[i].Completed(failure);
    }

    private void Wait(TimeSpan time)
    {
        using var timer = _time.CreateTimer(static wake => ((AutoResetEvent)wake!).Set(), _wake, time, Timeout.InfiniteTimeSpan);
        _wake.WaitOne();
    }

    /// <summary>Stands where a write was that has been done before its turn.</summary>
    private sealed class Blank : StateWrite
    {
        public static readonly Blank Instance = new();

        public override void Apply(IStateTransaction transaction)
        {
        }

        public override void Completed(StateException? failure)
        {
        }
    }
}
