using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Core.PlugIns.Collect;

internal static partial class CollectLog
{
    [LoggerMessage(401, LogLevel.Warning, "{Action}: the set {Key} is given up with {Count} members; {Missing} that are listed are missing")]
    public static partial void Dropped(ILogger log, string action, Metadata key, int count, int missing);

    [LoggerMessage(402, LogLevel.Warning, "{Action}: more than {Maximum} sets are open, the oldest ends as at its deadline")]
    public static partial void TooMany(ILogger log, string action, int maximum);

    [LoggerMessage(403, LogLevel.Warning, "{Action}: how many members are expected is not known: {Reason}; sets wait on")]
    public static partial void NotExpected(ILogger log, string action, string reason);

    [LoggerMessage(404, LogLevel.Warning, "{Action}: the list of the members of {Key} cannot be written: {Reason}; it is tried again")]
    public static partial void NoList(ILogger log, string action, Metadata key, string reason);

    [LoggerMessage(406, LogLevel.Information, "{Action}: messages without the key of a set told of {Count} members that no set has waited for; they are forgotten")]
    public static partial void NoMembers(ILogger log, string action, long count);

    [LoggerMessage(407, LogLevel.Warning, "{Action}: {Member} came for the set {Key}, which has left at {At} UTC; it is dropped, and so is what comes for it later")]
    public static partial void LateForEmitted(ILogger log, string action, string member, Metadata key, DateTime at);

    [LoggerMessage(408, LogLevel.Warning, "{Action}: {Member} came for the set {Key}, which was given up at {At} UTC; it is dropped, and so is what comes for it later")]
    public static partial void LateForDropped(ILogger log, string action, string member, Metadata key, DateTime at);

    public static void Late(ILogger log, string action, string member, Metadata key, bool hasLeft, DateTime at)
    {
        if (hasLeft)
            LateForEmitted(log, action, member, key, at);
        else
            LateForDropped(log, action, member, key, at);
    }

    [LoggerMessage(405, LogLevel.Warning, "{Action}: {Who} had the set {Key} {Verb}")]
    public static partial void Ordered(ILogger log, string action, string who, Metadata key, string verb);
}
