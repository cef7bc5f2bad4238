using System.Text.Json.Serialization;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>How a job stands, by the names of Clowder 2.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JobState>))]
internal enum JobState
{
    /// <summary>It is owed to the broker.</summary>
    Created,

    /// <summary>It is in the extractor's queue.</summary>
    Submitted,
    Started,
    Processing,
    Resubmitted,
    Succeeded,
    Skipped,
    Error,
    Cancelled,
}
