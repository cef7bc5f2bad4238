using Microsoft.Extensions.Logging;
using Windrow.Core.Messages;

namespace Windrow.Core.Flows;

internal static partial class FlowLog
{
    [LoggerMessage(201, LogLevel.Error, "source {Source}: {Reason}; starting it again in {Delay:0.###} s")]
    public static partial void SourceRestarts(ILogger log, string source, string reason, double delay, Exception cause);

    [LoggerMessage(202, LogLevel.Error, "source {Source}: {Reason}; given up after {Attempts} starts")]
    public static partial void SourceGivenUp(ILogger log, string source, string reason, int attempts, Exception cause);

    [LoggerMessage(203, LogLevel.Error, "source {Source}: cannot acknowledge: {Reason}")]
    public static partial void SourceFault(ILogger log, string source, string reason, Exception cause);

    [LoggerMessage(205, LogLevel.Warning, "plan {Plan}: a queue is full; its sources wait (this has happened {Count} times since it was last told)")]
    public static partial void Congested(ILogger log, string plan, long count);

    [LoggerMessage(209, LogLevel.Error, "plan {Plan}: the state could not be made durable: {Reason}; what it holds stays owed")]
    public static partial void NoCheckpoint(ILogger log, string plan, string reason);

    [LoggerMessage(206, LogLevel.Information, "flow {Flow}: {What}")]
    public static partial void Lifecycle(ILogger log, string flow, string what);

    [LoggerMessage(208, LogLevel.Error, "source {Source}: {Origin}: {Reason}")]
    public static partial void Rejected(ILogger log, string source, Origin origin, string reason);

    [LoggerMessage(213, LogLevel.Error, "plan {Plan}: an action did not give up its message within {Seconds} s; it is not closed")]
    public static partial void StillInside(ILogger log, string plan, double seconds);

    [LoggerMessage(210, LogLevel.Information, "{Count} inputs were removed that had been kept long enough")]
    public static partial void InputsRemoved(ILogger log, long count);

    [LoggerMessage(211, LogLevel.Warning, "the input {Path} is not removed: {Reason}")]
    public static partial void InputLeft(ILogger log, string path, string reason);

    [LoggerMessage(212, LogLevel.Warning, "inputs that were kept long enough are not removed now: {Reason}")]
    public static partial void InputsNotLooked(ILogger log, string reason);

    [LoggerMessage(207, LogLevel.Warning, "flow {Flow}: stopped with {Open} messages unfinished; a replayable source brings them again")]
    public static partial void Unfinished(ILogger log, string flow, long open);
}
