namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>What an extractor has told of a job.</summary>
internal sealed record StatusRecord(string Status, DateTimeOffset At);
