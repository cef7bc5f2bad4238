using Microsoft.Extensions.Logging;

namespace Windrow.Events.Clowder.Serving;

internal static partial class ServerLog
{
    [LoggerMessage(581, LogLevel.Information, "Clowder server at {Address}, replies to {Queue}")]
    public static partial void Serves(ILogger log, string address, string queue);

    [LoggerMessage(582, LogLevel.Information, "extractor {Extractor} {Version} has registered, queue {Queue}")]
    public static partial void Registered(ILogger log, string extractor, string version, string queue);

    [LoggerMessage(583, LogLevel.Warning, "a registration of an extractor cannot be used: {Reason} ({Count} times)")]
    public static partial void BadRegistration(ILogger log, string reason, long count);

    [LoggerMessage(584, LogLevel.Warning, "a status cannot be used: {Reason} ({Count} times)")]
    public static partial void BadStatus(ILogger log, string reason, long count);

    [LoggerMessage(585, LogLevel.Warning, "jobs wait: {Reason} ({Count} times)")]
    public static partial void NotSent(ILogger log, string reason, long count);

    [LoggerMessage(586, LogLevel.Warning, "{Extractor} is not set off by {Event} of {Resource}: {Hops} extractors before it have set off one another, which looks like a circle ('most-hops'; {Count} times)")]
    public static partial void Circle(ILogger log, string extractor, string @event, string resource, int hops, long count);

    [LoggerMessage(587, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger log, string method, string path, Exception exception);

    [LoggerMessage(588, LogLevel.Warning, "a request with a wrong key, {Method} {Path} from {Peer} ({Count} times)")]
    public static partial void WrongKey(ILogger log, string method, string path, string peer, long count);

    [LoggerMessage(589, LogLevel.Warning, "files wait until these extractors have registered: {Extractors}; pyclowder registers when it is started, and every five minutes")]
    public static partial void WaitsFor(ILogger log, string extractors);

    [LoggerMessage(590, LogLevel.Information, "extractor {Extractor} has got what came before it: {Count} jobs")]
    public static partial void CaughtUp(ILogger log, string extractor, long count);
}
