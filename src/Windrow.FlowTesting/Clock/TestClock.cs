namespace Windrow.FlowTesting.Clock;

/// <summary>
/// A clock that moves only when a test moves it. What is due then is run by threads of the pool, as real timers are, one after the other:
/// a timer may run code that waits. Safe for several threads.
/// </summary>
/// <param name="start">UTC.</param>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now = start;
    private long _created;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = new TestTimer(this, callback, state, _created++);
            _timers.Add(timer);
            timer.Set(_now, dueTime, period);
            return timer;
        }
    }

    /// <summary>When the next timer is due; null: none is.</summary>
    /// <param name="grain">Timers that come again and again are run at most once in this time, so that hours do not cost a step for every look around.</param>
    public DateTimeOffset? NextDue(TimeSpan grain)
    {
        lock (_lock)
        {
            DateTimeOffset? next = null;
            foreach (var timer in _timers)
            {
                if (timer.Due is not { } due)
                    continue;
                if (timer.Period > TimeSpan.Zero && timer.LastRun is { } last && last + grain > due)
                    due = last + grain;
                if (next is null || due < next)
                    next = due;
            }

            return next;
        }
    }

    /// <summary>Sets the clock forward, to an instant that is not before what it says now.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (_lock)
            _now = instant > _now ? instant : _now;
    }

    /// <summary>Has the pool run what is due and came first. False: nothing is.</summary>
    public bool RunNext()
    {
        TestTimer? first = null;
        lock (_lock)
        {
            foreach (var timer in _timers)
            {
                if (timer.Due <= _now && (first is null || timer.Due < first.Due || (timer.Due == first.Due && timer.Number < first.Number)))
                    first = timer;
            }

            if (first is null)
                return false;
            first.WillRun(_now);
        }

        ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.Run(), first, preferLocal: false);
        return true;
    }

    private sealed class TestTimer(TestClock clock, TimerCallback callback, object? state, long number) : ITimer
    {
        public long Number { get; } = number;

        public DateTimeOffset? Due { get; private set; }

        public DateTimeOffset? LastRun { get; private set; }

        public TimeSpan Period { get; private set; }

        public void Set(DateTimeOffset now, TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime < TimeSpan.Zero ? null : now + dueTime;
            Period = period;
        }

        public void WillRun(DateTimeOffset now)
        {
            LastRun = now;
            Due = Period > TimeSpan.Zero ? now + Period : null;
        }

        public void Run() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
                Set(clock._now, dueTime, period);
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
