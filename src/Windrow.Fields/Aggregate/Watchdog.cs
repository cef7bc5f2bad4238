namespace Windrow.Fields.Aggregate;

/// <summary>Wakes the action when the first of the deadlines may have passed. Safe for several threads.</summary>
/// <param name="deadline">Zero: there is none.</param>
/// <param name="due">Called on a thread of the timer's.</param>
internal sealed class Watchdog(TimeProvider time, TimeSpan deadline, System.Action due)
{
    private readonly Lock _lock = new();
    private readonly ITimer _timer = time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private readonly long _ticks = (long)(deadline.TotalSeconds * time.TimestampFrequency);
    private long _next = long.MaxValue;

    public bool HasDeadline => deadline > TimeSpan.Zero;

    public TimeSpan Deadline => deadline;

    public long Now => time.GetTimestamp();

    public bool IsOver(long since, long now) => HasDeadline && now - since >= _ticks;

    /// <summary>Something has begun to wait, or still waits since then.</summary>
    public void Arm(long since)
    {
        if (!HasDeadline || since + _ticks >= Volatile.Read(ref _next))
            return;
        lock (_lock)
        {
            var at = since + _ticks;
            if (at >= _next)
                return;
            _next = at;
            var wait = time.GetElapsedTime(time.GetTimestamp(), at);
            _timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>It has woken the action.</summary>
    public void WasHeard()
    {
        lock (_lock)
            _next = long.MaxValue;
    }

    public void Stop() => _timer.Dispose();
}
