using Microsoft.Extensions.Logging;

namespace Windrow.Events.Outside;

internal static partial class OutsideLog
{
    [LoggerMessage(501, LogLevel.Error, "{Host}: {Reason}; it is left alone for {Seconds:0} s, and what is for it waits")]
    public static partial void Down(ILogger log, string host, string reason, double seconds);

    [LoggerMessage(502, LogLevel.Warning, "{Host} answers again")]
    public static partial void Up(ILogger log, string host);
}
