using Microsoft.Extensions.Logging;

namespace Windrow.Exec.Trollflow;

/// <summary>What daemons of trollflow say in the log.</summary>
internal static partial class TrollflowLog
{
    [LoggerMessage(821, LogLevel.Warning, "{Source}: the daemon '{Name}' has ended; it is started again in {Seconds:0} s")]
    public static partial void Ended(ILogger log, string source, string name, double seconds);

    [LoggerMessage(822, LogLevel.Warning, "{Source}: {Reason}; it is started again")]
    public static partial void Lost(ILogger log, string source, string reason);
}
