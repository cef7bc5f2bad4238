using Windrow.Core.Errors;

namespace Windrow.Core.Flows;

/// <summary>
/// Tells when the work of a flow is waited for in vain: for some time nothing has gone on, and something that it needs is away. What takes hours and is hindered by nothing is no
/// standstill.
/// </summary>
internal sealed class StandstillWatch : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly FlowHost _host;
    private readonly TimeSpan _most;
    private readonly ITimer? _timer;
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Done, long Waits) _before;
    private long _since;
    private long? _hindered; // when that was seen last

    /// <param name="most">For so long nothing may go on, to the second.</param>
    public StandstillWatch(FlowHost host, TimeSpan most)
    {
        (_host, _most) = (host, most);
        (_before, _since) = (Sum(), host.Services.Time.GetTimestamp());
        if (most != Timeout.InfiniteTimeSpan)
            _timer = host.Services.Time.CreateTimer(_ => LookOnce(), null, Look, Look);
    }

    /// <summary>Completes when it is so.</summary>
    public Task Stands => _stands.Task;

    public void Dispose() => _timer?.Dispose();

    private void LookOnce()
    {
        lock (_lock)
        {
            var (time, sum) = (_host.Services.Time, Sum());
            var now = time.GetTimestamp();
            if (sum.Waits != _before.Waits || _host.Store.Trouble is not null || _host.Services.Outside.All.Any(static outside => !outside.IsReachable))
                _hindered = now;
            if (sum.Done != _before.Done)
                (_since, _hindered) = (now, null);
            _before = sum;

            // A try may take its time, so what hindered a moment ago does so still; what is over long since does not.
            if (_hindered is { } seen && time.GetElapsedTime(seen, now) <= _most / 2 && time.GetElapsedTime(_since, now) >= _most)
                _stands.TrySetResult();
        }
    }

    // What was done so far, and how often something could not be, since something else was not there.
    private (long Done, long Waits) Sum()
    {
        var counts = _host.Counts();
        var (done, waits) = (counts.Accepted - counts.Open, 0L);
        foreach (var (_, counters) in _host.Plans().SelectMany(static plan => plan.Actions))
        {
            done += counters.Out + counters.Dropped + counters.Delivered + counters.Absorbed + counters.Dead;
            waits += counters.Failures[(int)ErrorClass.Waiting];
        }

        return (done, waits);
    }
}
