using Microsoft.Extensions.Logging;

namespace Windrow.Fields.Aggregate;

internal static partial class AggregateLog
{
    [LoggerMessage(1101, LogLevel.Warning, "{Action}: the field {Field} is not complete after {Seconds} s without a part: {Progress}")]
    public static partial void Overdue(ILogger log, string action, string field, double seconds, string progress);

    [LoggerMessage(1102, LogLevel.Warning, "{Action}: the field {Field} is not complete when the model ends: {Progress}")]
    public static partial void Unfinished(ILogger log, string action, string field, string progress);

    [LoggerMessage(1103, LogLevel.Warning, "{Action}: {Count} parts came a second time and were dropped, the last from '{Client}' for the field {Field}; where these are two fields, name under 'key' what tells them apart")]
    public static partial void Duplicates(ILogger log, string action, long count, string client, string field);

    [LoggerMessage(1104, LogLevel.Warning, "{Action}: domain '{Domain}': {Overlap}; the value of the part that comes last stands")]
    public static partial void Overlapping(ILogger log, string action, string domain, string overlap);

    [LoggerMessage(1105, LogLevel.Warning, "{Action}: memory for incomplete fields is full ({Bytes} bytes in {Fields} fields): a part of {Field} waits; the longest idle: {Idle}")]
    public static partial void Full(ILogger log, string action, long bytes, int fields, string field, string idle);

    [LoggerMessage(1106, LogLevel.Warning, "{Action}: the flow ends with a flush that only {Came} of {Clients} clients have sent")]
    public static partial void LoneFlush(ILogger log, string action, int came, int clients);
}
