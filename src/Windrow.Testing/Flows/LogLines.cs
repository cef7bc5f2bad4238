using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Windrow.Testing.Flows;

/// <summary>Keeps what the engine logs.</summary>
public sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<(EventId Event, LogLevel Level, string Text)> _lines = new();

    public IReadOnlyCollection<(EventId Event, LogLevel Level, string Text)> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _lines.Enqueue((eventId, logLevel, formatter(state, exception)));
    }

    public void Dispose()
    {
    }

    public override string ToString() => string.Join('\n', _lines.Select(static line => line.Text));
}
