namespace Windrow.Events.Clowder.Uploads;

/// <summary>What of a message is sent to a Clowder server.</summary>
public enum UploadKind
{
    /// <summary>Its metadata, to what the job is about.</summary>
    Metadata,

    /// <summary>Its payload, as a file of the job's dataset.</summary>
    File,

    /// <summary>Its payload, as a preview of the job's file; of Clowder 2, as a visualization of what the job is about.</summary>
    Preview,

    /// <summary>Its payload, a picture, as the thumbnail of what the job is about.</summary>
    Thumbnail,
}
