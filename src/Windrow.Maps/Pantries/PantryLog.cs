using Microsoft.Extensions.Logging;

namespace Windrow.Maps.Pantries;

/// <summary>What the pantry says in the log.</summary>
internal static partial class PantryLog
{
    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "{Action}: {Input}: {Reason}")]
    public static partial void NotMade(ILogger log, string action, string input, string reason);

    [LoggerMessage(EventId = 702, Level = LogLevel.Warning, Message = "{Action}: the pantry holds '{File}', which is no input of these recipes")]
    public static partial void Unknown(ILogger log, string action, string file);

    [LoggerMessage(EventId = 703, Level = LogLevel.Error, Message = "{Action}: what is derived cannot be written and is tried again with the next message: {Reason}")]
    public static partial void NotWritten(ILogger log, string action, string reason);
}
