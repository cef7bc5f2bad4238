using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.FlowTesting.Running;

/// <summary>Keeps what a flow under test logs as warnings and errors, to be shown where the test fails. Safe for several threads.</summary>
internal sealed class TestLog(TimeProvider clock) : ILoggerFactory, ILogger
{
    private const int Kept = 50;

    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();

    /// <summary>The last lines, oldest first.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
                return [.. _lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var line = $"{TimeText.Format(clock.GetUtcNow().UtcDateTime)} {(logLevel == LogLevel.Warning ? "warning" : "error")} {formatter(state, exception)}";
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_lines.Count > Kept)
                _lines.Dequeue();
        }
    }
}
