using Windrow.Core.Errors;

namespace Windrow.Core.Flows;

/// <summary>
/// Tells when the work of a flow is waited for in vain: for some time nothing has gone on, and something that it needs was away. What takes hours and is hindered by nothing is no
/// standstill.
/// </summary>
internal sealed class StandstillWatch : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly FlowHost _host;
    private readonly TimeSpan _most;
    private readonly ITimer? _timer;
    private readonly TaskCompletionSource _stands = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private (long Done, long Waits) _before;
    private long _since;
    private bool _isHindered;

    /// <param name="most">For so long nothing may go on.</param>
    public StandstillWatch(FlowHost host, TimeSpan most)
    {
        (_host, _most) = (host, most);
        (_before, _since) = (Sum(), host.Services.Time.GetTimestamp());
        if (most != Timeout.InfiniteTimeSpan)
            _timer = host.Services.Time.CreateTimer(_ => LookOnce(), null, Look < most ? Look : most, Look < most ? Look : most);
    }

    /// <summary>Completes when it is so.</summary>
    public Task Stands => _stands.Task;

    public void Dispose() => _timer?.Dispose();

    private void LookOnce()
    {
        lock (_stands)
        {
            var now = Sum();
            _isHindered |= now.Waits != _before.Waits || _host.Store.Trouble is not null || _host.Services.Outside.All.Any(static outside => !outside.IsReachable);
            if (now.Done != _before.Done)
                (_since, _isHindered) = (_host.Services.Time.GetTimestamp(), false);
            _before = now;
            if (_isHindered && _host.Services.Time.GetElapsedTime(_since) >= _most)
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
