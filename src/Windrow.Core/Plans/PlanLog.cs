using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Core.Plans;

internal static partial class PlanLog
{
    [LoggerMessage(101, LogLevel.Warning, "{Plan}/{Action}: {Origin}: {Reason}; trying again in {Delay:0.###} s")]
    public static partial void Retry(ILogger log, string plan, string action, Origin origin, string reason, double delay);

    [LoggerMessage(102, LogLevel.Error, "{Plan}/{Action}: {Origin}: {Reason}; dead letter at try {Attempts}")]
    public static partial void Dead(ILogger log, string plan, string action, Origin origin, string reason, int attempts, Exception? cause);

    [LoggerMessage(104, LogLevel.Warning, "{Plan}/{Action}: {Origin}: {Reason}; dropped at try {Attempts}, as on-error says")]
    public static partial void Dropped(ILogger log, string plan, string action, Origin origin, string reason, int attempts);

    [LoggerMessage(105, LogLevel.Critical, "{Plan}/{Action}: {Origin}: {Reason}; the flow stops, as on-error says")]
    public static partial void Aborts(ILogger log, string plan, string action, Origin origin, string reason, Exception? cause);

    [LoggerMessage(103, LogLevel.Error, "{Plan}/{Action}: {Reason}")]
    public static partial void Fault(ILogger log, string plan, string action, string reason, Exception? cause);
}
