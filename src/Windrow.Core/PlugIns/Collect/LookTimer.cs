namespace Windrow.Core.PlugIns.Collect;

/// <summary>Wakes an action when its next set is to be looked at.</summary>
/// <param name="due">Called on a thread of the timer's.</param>
internal sealed class LookTimer(TimeProvider time, System.Action due)
{
    /// <summary>A clock that is set forward is noticed within this time.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromMinutes(1);

    private readonly ITimer _timer = time.CreateTimer(_ => due(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    private DateTime _wakesAt = DateTime.MaxValue;

    /// <summary>It has woken the action.</summary>
    public void WasHeard() => _wakesAt = DateTime.MaxValue;

    /// <summary>Wakes the action at a time, unless it does so before.</summary>
    /// <param name="next">UTC; null: there is nothing to look at.</param>
    public void WakeAt(DateTime? next, DateTime now)
    {
        if (next is not { } at || at >= _wakesAt)
            return;
        var sleep = at <= now ? TimeSpan.Zero : at - now < LongestSleep ? at - now : LongestSleep;
        _wakesAt = now + sleep;
        _timer.Change(sleep, Timeout.InfiniteTimeSpan);
    }

    public void Stop() => _timer.Dispose();
}
