using Microsoft.Extensions.Logging;

namespace Windrow.Core.State;

internal static partial class StateLog
{
    [LoggerMessage(301, LogLevel.Error, "state: {Reason}; waiting, and sources wait with it")]
    public static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(302, LogLevel.Warning, "state: written again; going on")]
    public static partial void Over(ILogger log);

    [LoggerMessage(303, LogLevel.Critical, "state: {Reason}; nothing can be kept any more, the flow stops and takes up what is durable when it is started again")]
    public static partial void Broken(ILogger log, string reason);

    [LoggerMessage(304, LogLevel.Error, "state: {What} is damaged and was put aside: {Reason}")]
    public static partial void PutAside(ILogger log, string what, string reason);
}
