using Microsoft.Extensions.Logging;

namespace Windrow.Fields.Transport.Client;

internal static partial class ClientLog
{
    [LoggerMessage(321, LogLevel.Warning, "server {Server}: {Reason}; connecting again")]
    public static partial void Cut(ILogger log, string server, string reason);

    [LoggerMessage(322, LogLevel.Error, "server {Server} has lost what it had: it was started again, and {Frames} messages with {Bytes} bytes were sent after the last flush that is durable and are not kept here; 'resend-until: flush' keeps them")]
    public static partial void LostWithServer(ILogger log, string server, long frames, long bytes);

    [LoggerMessage(323, LogLevel.Error, "server {Server}: {Frames} messages were under way when the connection was cut and are lost; 'resend-window' keeps them")]
    public static partial void LostUnderWay(ILogger log, string server, long frames);

    [LoggerMessage(324, LogLevel.Error, "server {Server}: closed without its acknowledgement: {Reason}")]
    public static partial void ClosedUnacknowledged(ILogger log, string server, string reason);

    [LoggerMessage(325, LogLevel.Warning, "server {Server} has not acknowledged a flush for more than the resend window of {Bytes} bytes; the oldest messages would be lost with it")]
    public static partial void WindowTooSmall(ILogger log, string server, long bytes);

    [LoggerMessage(326, LogLevel.Error, "server {Server}: {Reason}")]
    public static partial void NotReached(ILogger log, string server, string reason);

    [LoggerMessage(327, LogLevel.Warning, "server {Server}: {Count} messages have become dead letters there; its log says why")]
    public static partial void DeadLetters(ILogger log, string server, long count);
}
