using Microsoft.Extensions.Logging;

namespace Windrow.Events.Clowder.Extractors;

internal static partial class ExtractorLog
{
    [LoggerMessage(531, LogLevel.Warning, "queue {Queue} could not be told of jobs: {Reason} ({Count} times)")]
    public static partial void NotTold(ILogger log, string queue, string reason, long count);
}
