namespace Windrow.Events.Clowder.Extractors;

/// <summary>What an extractor tells of a job.</summary>
internal enum StatusKind
{
    Start,
    Processing,
    Done,
    Skip,

    /// <summary>The job is tried again later.</summary>
    Retry,
    Error,
}
