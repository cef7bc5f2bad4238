using Microsoft.Extensions.Logging;

namespace Windrow.Fields.Interpolate;

internal static partial class InterpolateLog
{
    [LoggerMessage(1301, LogLevel.Warning, "the weights in '{File}' cannot be used and are computed anew: {Reason}")]
    public static partial void Damaged(ILogger log, string file, string reason);

    [LoggerMessage(1302, LogLevel.Warning, "the weights cannot be kept in '{File}' and will be computed again: {Reason}")]
    public static partial void NotKept(ILogger log, string file, string reason);

    [LoggerMessage(1303, LogLevel.Information, "weights from {Request}: {Rows} rows, {Entries} entries, after {Milliseconds} ms")]
    public static partial void Ready(ILogger log, string request, int rows, int entries, long milliseconds);
}
