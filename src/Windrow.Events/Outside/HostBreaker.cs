using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Windrow.Core;
using Windrow.Core.Outside;

namespace Windrow.Events.Outside;

/// <summary>
/// Leaves a host alone that does not answer: after three failures within half a minute, and no success, it is not asked
/// for five seconds, then once, and when that fails for twice as long, up to five minutes. Safe for several threads.
/// </summary>
internal sealed class HostBreaker
{
    private const int Failures = 3;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(5);

    private readonly string _name;
    private readonly EngineServices _services;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _pipeline;

    public HostBreaker(string name, EngineServices services)
    {
        _name = name;
        _services = services;
        _log = services.Logs.CreateLogger("windrow.outside");
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = services.Time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 1,
            MinimumThroughput = Failures,
            SamplingDuration = Within,
            BreakDurationGenerator = static arguments => new ValueTask<TimeSpan>(BreakAfter(arguments.HalfOpenAttempts)),
            ShouldHandle = new PredicateBuilder().Handle<HostDownException>(),
            OnOpened = arguments =>
            {
                Opened(arguments.BreakDuration, arguments.Outcome.Exception?.Message ?? "it does not answer");
                return default;
            },
            OnClosed = _ =>
            {
                Closed();
                return default;
            },
        }).Build();
        services.Outside.Report(new OutsideHost(name, IsReachable: true, null, null, services.Time.GetUtcNow()));
    }

    /// <summary>Talks to the host, unless it is left alone.</summary>
    /// <exception cref="HostDownException">It did not answer, or is left alone.</exception>
    public T Ask<T>(Func<T> talk)
    {
        try
        {
            return _pipeline.Execute(talk);
        }
        catch (BrokenCircuitException exception)
        {
            throw new HostDownException($"{_name} is left alone for now, as it did not answer", exception);
        }
    }

    private static TimeSpan BreakAfter(int trials) =>
        trials >= 6 ? LongestBreak : TimeSpan.FromTicks(Math.Min(FirstBreak.Ticks << trials, LongestBreak.Ticks));

    private void Opened(TimeSpan time, string reason)
    {
        var now = _services.Time.GetUtcNow();
        _services.Outside.Report(new OutsideHost(_name, IsReachable: false, reason, now + time, now));
        OutsideLog.Down(_log, _name, reason, time.TotalSeconds);
    }

    private void Closed()
    {
        _services.Outside.Report(new OutsideHost(_name, IsReachable: true, null, null, _services.Time.GetUtcNow()));
        OutsideLog.Up(_log, _name);
    }
}
