using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core;
using Windrow.Core.IO;

namespace Windrow.ModelApi;

/// <summary>The outside world of a library in somebody else's process: the real clock, disk and environment, and standard error for warnings.</summary>
internal static class ModelServices
{
    public static EngineServices Create() => new()
    {
        Files = new PhysicalFileSystem(),
        Environment = Environment.GetEnvironmentVariable,
        Logs = new StandardErrorLog(),
        StandardOutput = Console.OpenStandardOutput,
    };

    private sealed class StandardErrorLog : ILoggerFactory, ILogger
    {
        private readonly Lock _turn = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => NullLogger.Instance.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (_turn)
                Console.Error.WriteLine($"windrow: {formatter(state, exception)}");
        }

        public void Dispose()
        {
        }
    }
}
