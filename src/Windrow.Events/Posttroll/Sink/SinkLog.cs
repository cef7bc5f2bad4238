using Microsoft.Extensions.Logging;

namespace Windrow.Events.Posttroll.Sink;

internal static partial class SinkLog
{
    [LoggerMessage(551, LogLevel.Information, "{Where}: publishes at {Address}")]
    public static partial void Publishes(ILogger log, string where, string address);

    [LoggerMessage(552, LogLevel.Warning, "{Where}: a subscriber is too slow and loses messages; its queue of {HighWaterMark} is full")]
    public static partial void TooSlow(ILogger log, string where, int highWaterMark);

    [LoggerMessage(553, LogLevel.Warning, "{Where}: nobody subscribes to '{Subject}', so nobody gets it; this is told once")]
    public static partial void Unheard(ILogger log, string where, string subject);

    [LoggerMessage(554, LogLevel.Warning, "{Where}: {Reason}; messages wait until that is over")]
    public static partial void Waits(ILogger log, string where, string reason);
}
