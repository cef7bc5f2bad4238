using Microsoft.Extensions.Logging;

namespace Windrow.Cli.Control;

internal static partial class ControlLog
{
    [LoggerMessage(401, LogLevel.Warning, "no control socket: the path '{Path}' is longer than a socket's may be; give the flow a shorter 'settings.state'")]
    public static partial void TooLong(ILogger log, string path);

    [LoggerMessage(402, LogLevel.Warning, "no control socket at '{Path}': {Reason}")]
    public static partial void NoSocket(ILogger log, string path, string reason);
}
