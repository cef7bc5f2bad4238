using Microsoft.Extensions.Logging;

namespace Windrow.Events.Gatherer;

internal static partial class SlotLog
{
    [LoggerMessage(571, LogLevel.Warning, "{Action}: the slot {Time} leaves with {Count} files, and {Missing} that were waited for have not come: {Names}")]
    public static partial void Incomplete(ILogger log, string action, string time, int count, int missing, string names);

    [LoggerMessage(573, LogLevel.Warning, "{Action}: cannot look for files in {Directory}: {Reason}")]
    public static partial void NotSeen(ILogger log, string action, string directory, string reason);

    [LoggerMessage(572, LogLevel.Warning, "{Action}: the file {Name} is left out, as it is of another platform or pass than the first one of its slot; gather each with a file of its own, or name what may differ in 'variable_tags'")]
    public static partial void Another(ILogger log, string action, string name);
}
