using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core.Flows;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Flows;

public sealed class CongestionTests
{
    [Fact]
    public void Queues_that_fill_over_and_over_are_told_at_once_and_then_now_and_again_for_each_plan()
    {
        var (time, lines) = (new ManualTime(), new Lines());
        using var host = new FlowHost(
            TestFlow.Flow([new ListSource([])], TestFlow.Plan("p", (new HeldSink(waits: false, givesUp: false), null))), new EngineServices { Time = time, Logs = lines }, once: true);
        for (var turn = 0; turn < 1_000; turn++)
            FillAndEmpty(host, "p");
        FillAndEmpty(host, "other");
        lines.Count(static line => line.Contains("a queue is full", StringComparison.Ordinal)).ShouldBe(2);

        time.Advance(TimeSpan.FromSeconds(11));
        FillAndEmpty(host, "p");

        lines[^1].ShouldStartWith("plan p: a queue is full; its sources wait (this has happened 1000 times");
    }

    private static void FillAndEmpty(FlowHost host, string plan)
    {
        host.Congestion.Enter(plan);
        host.Congestion.Leave();
    }

    private sealed class Lines : List<string>, ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
