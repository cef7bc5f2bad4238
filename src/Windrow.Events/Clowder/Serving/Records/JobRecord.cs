namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A job of an extractor.</summary>
/// <param name="MessageId">The id of its submission, by which it is cancelled.</param>
/// <param name="Resource">The file or dataset.</param>
/// <param name="File">The file that set it off; empty: none.</param>
/// <param name="Root">The file that set off the first of a row of jobs, or empty.</param>
/// <param name="Event">Its routing key.</param>
/// <param name="User">Email of who set it off; empty: the server.</param>
/// <param name="Hops">How many extractors before it, each set off by the one before.</param>
internal sealed record JobRecord(
    string Id, string MessageId, string Extractor, string Queue, bool IsOfDataset, string Resource, string File, string Dataset, string Root, string Event, string User, int Hops, DateTimeOffset Created)
{
    public JobState State { get; init; }

    /// <summary>The status as the extractor wrote it last.</summary>
    public string Status { get; init; } = "SUBMITTED";

    public string Message { get; init; } = "";

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>Statuses so far.</summary>
    public int Statuses { get; init; }

    public bool IsOver => State is JobState.Succeeded or JobState.Skipped or JobState.Error or JobState.Cancelled;
}
