using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

internal static partial class CollectLog
{
    [LoggerMessage(401, LogLevel.Warning, "{Action}: the set {Key} is given up with {Count} members; {Missing} that are listed are missing")]
    public static partial void Dropped(ILogger log, string action, Metadata key, int count, int missing);

    [LoggerMessage(402, LogLevel.Warning, "{Action}: more than {Maximum} sets are open, the oldest ends as at its deadline")]
    public static partial void TooMany(ILogger log, string action, int maximum);
}
