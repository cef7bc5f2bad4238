using System.Globalization;
using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Cli.Reports;

/// <summary>
/// The log on standard error: one line an event, with time and level. Of one kind of event at most a hundred lines are
/// written each minute; how many were left out is told.
/// </summary>
internal sealed class ConsoleLog(TimeProvider time, LogLevel least) : ILoggerFactory, ILogger
{
    private const int MostPerMinute = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, Rate> _rates = [];

    /// <summary>Called before and after a line is written, so that a progress display can step aside.</summary>
    public System.Action? AroundLine { get; set; }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log has one output.");

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_rates.TryGetValue(eventId.Id, out var rate))
                _rates.Add(eventId.Id, rate = new Rate { Since = now });
            if (now - rate.Since >= TimeSpan.FromMinutes(1))
            {
                if (rate.Count > MostPerMinute)
                    Write(now, LogLevel.Warning, string.Create(CultureInfo.InvariantCulture, $"{rate.Count - MostPerMinute} more lines of event {eventId.Id} were left out"));
                rate.Since = now;
                rate.Count = 0;
            }

            if (++rate.Count <= MostPerMinute)
                Write(now, logLevel, formatter(state, exception));
        }
    }

    public void Dispose()
    {
    }

    private void Write(DateTimeOffset now, LogLevel level, string text)
    {
        AroundLine?.Invoke();
        Console.Error.WriteLine($"{TimeText.Format(new DateTime(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc))} {Word(level)} {text}");
        AroundLine?.Invoke();
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };

    private sealed class Rate
    {
        public DateTimeOffset Since { get; set; }

        public int Count { get; set; }
    }
}
