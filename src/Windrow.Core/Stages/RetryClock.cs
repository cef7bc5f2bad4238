namespace Windrow.Core.Stages;

/// <summary>The messages of a segment that wait for another try, each with its timer. Safe for several threads.</summary>
/// <param name="due">Told when the time of a group has come; not after it was stopped.</param>
internal sealed class RetryClock(TimeProvider time, System.Action<KeyGroup> due) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ITimer, ParkedTry> _waiting = [];

    /// <summary>What waits now.</summary>
    public ParkedTry[] Waiting
    {
        get
        {
            lock (_lock)
                return [.. _waiting.Values];
        }
    }

    public void Start(ParkedTry parked, TimeSpan delay)
    {
        ITimer? timer = null;
        timer = time.CreateTimer(
            _ =>
            {
                bool isDue;
                lock (_lock)
                    isDue = _waiting.Remove(timer!);
                timer!.Dispose();
                if (isDue)
                    due(parked.Group);
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
            _waiting.Add(timer, parked);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends all waits before their time.</summary>
    /// <returns>Whose they were; a group once for each of its messages.</returns>
    public KeyGroup[] Stop()
    {
        lock (_lock)
        {
            foreach (var timer in _waiting.Keys)
                timer.Dispose();
            KeyGroup[] groups = [.. _waiting.Values.Select(static parked => parked.Group)];
            _waiting.Clear();
            return groups;
        }
    }

    public void Dispose() => Stop();
}
