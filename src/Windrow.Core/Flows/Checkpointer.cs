using Microsoft.Extensions.Logging;
using Windrow.Core.Checkpoints;
using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <summary>
/// Decides when the folds of a flow's plans are to make their state durable: after a time, and at once when a source
/// waits for what they hold. A checkpoint that took long puts the next one off, so that writing state never takes more
/// than a tenth of the time.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly FlowHost _host;
    private readonly TimeSpan _every;
    private readonly ITimer _timer;
    private readonly ILogger _log;
    private readonly Dictionary<PlanSection, long> _notBefore = [];
    private bool _hurry;
    private volatile bool _isEnding;
    private volatile bool _flushes;
    private bool _isClosed;

    public Checkpointer(FlowHost host, TimeSpan every, ILogger log)
    {
        _host = host;
        _every = every;
        _log = log;
        _timer = host.Services.Time.CreateTimer(static self => ((Checkpointer)self!).LookAtAll(), this, Look, Look);
    }

    /// <summary>A source has spent its credit: what folds hold of it is to be settled soon.</summary>
    public void Hurry() => Volatile.Write(ref _hurry, true);

    /// <summary>The flow comes to its end: what is held is to be settled soon, until there is nothing.</summary>
    /// <param name="flushes">
    /// The plans are flushed, which empties the windows of their folds: to save them just before would be for nothing, unless
    /// they stand behind a durable queue, which does not rest before what it has given out is settled.
    /// </param>
    public void HurryToEnd(bool flushes)
    {
        _flushes = flushes;
        _isEnding = true;
    }

    public void Dispose()
    {
        lock (_lock)
            _isClosed = true;
        _timer.Dispose();
    }

    private void LookAtAll()
    {
        var hurryAll = Interlocked.Exchange(ref _hurry, false) || (_isEnding && !_flushes);
        lock (_lock)
        {
            if (_isClosed)
                return;
            var now = _host.Services.Time.GetTimestamp();
            foreach (var plan in _host.RunningPlans)
            {
                foreach (var section in plan.Sections)
                {
                    var hurry = hurryAll || (_isEnding && section.IsBehindQueue);
                    if (section.IsCheckpointing || section.Owed == 0)
                    {
                        // What the one that is under way does not have is waited for, too.
                        if (hurry && section.IsCheckpointing)
                            Hurry();
                        continue;
                    }

                    if (!_notBefore.TryGetValue(section, out var due))
                        _notBefore.Add(section, due = After(now, _every));
                    if (hurry || now >= due)
                        Begin(plan, section);
                }
            }
        }
    }

    private void Begin(Plan plan, PlanSection section)
    {
        var started = _host.Services.Time.GetTimestamp();
        var checkpoint = _host.BeginCheckpoint(section);
        _ = checkpoint.Done.ContinueWith(done => End(plan, section, checkpoint, started), TaskScheduler.Default);
    }

    private void End(Plan plan, PlanSection section, Checkpoint checkpoint, long started)
    {
        var took = _host.Services.Time.GetElapsedTime(started);
        if (checkpoint.Failure is { } failure)
            FlowLog.NoCheckpoint(_log, plan.Name, failure.Message);
        lock (_lock)
            _notBefore[section] = After(_host.Services.Time.GetTimestamp(), took * 10 > _every ? took * 10 : _every);
    }

    private long After(long now, TimeSpan time) => now + (long)(time.TotalSeconds * _host.Services.Time.TimestampFrequency);
}
