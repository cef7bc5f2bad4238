namespace Windrow.Core.Stages;

/// <summary>The groups of a segment whose first message waits for another try, each with its timer. Safe for several threads.</summary>
/// <param name="due">Told when the time of a group has come; not after it was stopped.</param>
internal sealed class RetryClock(TimeProvider time, System.Action<KeyGroup> due) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ITimer, KeyGroup> _waiting = [];

    public void Start(KeyGroup group, TimeSpan delay)
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
                    due(group);
            },
            null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_lock)
            _waiting.Add(timer, group);
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
            KeyGroup[] groups = [.. _waiting.Values];
            _waiting.Clear();
            return groups;
        }
    }

    public void Dispose() => Stop();
}
