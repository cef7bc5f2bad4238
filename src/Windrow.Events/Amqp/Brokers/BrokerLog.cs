using Microsoft.Extensions.Logging;

namespace Windrow.Events.Amqp.Brokers;

internal static partial class BrokerLog
{
    [LoggerMessage(511, LogLevel.Error, "{Where}: {Reason}; it is tried again until it works")]
    public static partial void Down(ILogger log, string where, string reason);

    [LoggerMessage(512, LogLevel.Warning, "{Where}: {Address} is there again")]
    public static partial void Up(ILogger log, string where, string address);

    [LoggerMessage(513, LogLevel.Error, "{Where}: the broker took a message back that was held for longer than its consumer_timeout ({Reason}). The work on it goes on, and is not begun again; put 'stage: {{queue: durable}}' in front of what takes so long, so that the broker's message is acknowledged at once")]
    public static partial void HeldTooLong(ILogger log, string where, string reason);

    [LoggerMessage(514, LogLevel.Warning, "{Where}: the broker has cancelled the consumer, as it does when a queue is deleted")]
    public static partial void Cancelled(ILogger log, string where);

    [LoggerMessage(515, LogLevel.Warning, "{Where}: {Address} takes nothing now: {Reason}")]
    public static partial void Blocked(ILogger log, string where, string address, string reason);

    [LoggerMessage(516, LogLevel.Warning, "{Where}: {Count} messages have not been confirmed for {Seconds:0} s")]
    public static partial void Unconfirmed(ILogger log, string where, int count, double seconds);

    [LoggerMessage(518, LogLevel.Information, "{Where}: queue {Queue} is given to another host, which has fewer")]
    public static partial void HandsOver(ILogger log, string where, string queue);

    [LoggerMessage(517, LogLevel.Error, "{Where}: {What}: {Reason}")]
    public static partial void Fault(ILogger log, string where, string what, string reason);
}
