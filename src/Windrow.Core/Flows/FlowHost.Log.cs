using System.Collections.Concurrent;

namespace Windrow.Core.Flows;

/// <content>What is told of it in the log.</content>
public sealed partial class FlowHost
{
    private readonly ConcurrentDictionary<string, RateLimit> _congested = new(StringComparer.Ordinal);

    internal void LogSourceFault(string source, Exception cause) => FlowLog.SourceFault(_log, source, cause.Message, cause);

    internal void LogSourceGivenUp(string source, Exception cause, int attempts) => FlowLog.SourceGivenUp(_log, source, cause.Message, attempts, cause);

    internal void LogSourceRestarts(string source, Exception cause, TimeSpan delay) => FlowLog.SourceRestarts(_log, source, cause.Message, delay.TotalSeconds, cause);

    // A source that is faster than its sinks fills their queue over and over.
    private void Congested(string plan)
    {
        if (_congested.GetOrAdd(plan, _ => new RateLimit(Services.Time)).Happened(out var count))
            FlowLog.Congested(_log, plan, count);
    }
}
