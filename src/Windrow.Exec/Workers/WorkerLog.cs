using Microsoft.Extensions.Logging;

namespace Windrow.Exec.Workers;

/// <summary>What workers and their pools say in the log.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(EventId = 801, Message = "{Action}: {Worker}: {Text}")]
    public static partial void Said(ILogger log, LogLevel level, string action, string worker, string text);

    [LoggerMessage(802, LogLevel.Warning, "{Action}: {Worker}: {Count} lines more, which are left out")]
    public static partial void Unsaid(ILogger log, string action, string worker, int count);

    [LoggerMessage(803, LogLevel.Warning, "{Action}: {Reason}; another worker takes its place")]
    public static partial void Lost(ILogger log, string action, string reason);

    [LoggerMessage(804, LogLevel.Error, "{Action}: {Reason}; it is tried again in {Seconds:0} s at the earliest")]
    public static partial void DoesNotStart(ILogger log, string action, string reason, double seconds);

    [LoggerMessage(805, LogLevel.Debug, "{Action}: worker {Worker} runs as process {Id}")]
    public static partial void Started(ILogger log, string action, string worker, int id);

    [LoggerMessage(806, LogLevel.Information, "{Action}: worker {Id} is replaced after {Count} messages")]
    public static partial void Recycled(ILogger log, string action, int id, int count);
}
