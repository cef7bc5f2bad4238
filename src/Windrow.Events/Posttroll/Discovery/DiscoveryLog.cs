using Microsoft.Extensions.Logging;

namespace Windrow.Events.Posttroll.Discovery;

internal static partial class DiscoveryLog
{
    [LoggerMessage(531, LogLevel.Warning, "{Where}: {Whom} cannot be told of this publisher: {Reason}; it is tried again until it works")]
    public static partial void NotTold(ILogger log, string where, string whom, string reason);

    [LoggerMessage(532, LogLevel.Warning, "{Where}: {Whom} takes announcements again")]
    public static partial void ToldAgain(ILogger log, string where, string whom);

    [LoggerMessage(533, LogLevel.Information, "{Publisher} is there")]
    public static partial void Came(ILogger log, Announcement publisher);

    [LoggerMessage(534, LogLevel.Warning, "{Publisher} has not been heard of for too long, and is forgotten")]
    public static partial void Forgotten(ILogger log, Announcement publisher);

    [LoggerMessage(535, LogLevel.Warning, "what came from {From} is no announcement: {Reason}")]
    public static partial void Strange(ILogger log, string from, string reason);

    [LoggerMessage(536, LogLevel.Error, "cannot listen to {What}: {Reason}; it is tried again until it works")]
    public static partial void CannotListen(ILogger log, string what, string reason);

    [LoggerMessage(537, LogLevel.Warning, "{Where}: the nameserver {Address} does not answer; it is asked again until it does")]
    public static partial void NoAnswer(ILogger log, string where, string address);

    [LoggerMessage(538, LogLevel.Warning, "{Where}: the nameserver {Address} answers again")]
    public static partial void AnswersAgain(ILogger log, string where, string address);

    [LoggerMessage(539, LogLevel.Warning, "{Where}: no publisher has the service '{Service}' yet")]
    public static partial void NoService(ILogger log, string where, string service);

    [LoggerMessage(540, LogLevel.Warning, "{Where}: the nameserver {Address} knows no publisher yet")]
    public static partial void NoPublisher(ILogger log, string where, string address);
}
