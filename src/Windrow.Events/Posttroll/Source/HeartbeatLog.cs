using Microsoft.Extensions.Logging;

namespace Windrow.Events.Posttroll.Source;

internal static partial class HeartbeatLog
{
    [LoggerMessage(541, LogLevel.Warning, "{Where}: {Publisher} has sent no heartbeat for {Seconds:0} s; it may be dead")]
    public static partial void Lost(ILogger log, string where, string publisher, double seconds);

    [LoggerMessage(542, LogLevel.Warning, "{Where}: {Publisher} sends heartbeats again")]
    public static partial void Back(ILogger log, string where, string publisher);

    [LoggerMessage(543, LogLevel.Error, "{Where}: {Address} cannot be listened to: {Reason}")]
    public static partial void Refused(ILogger log, string where, string address, string reason);

    [LoggerMessage(544, LogLevel.Warning, "{Where}: {Problem}")]
    public static partial void Setting(ILogger log, string where, string problem);
}
