namespace Windrow.Events.Post;

/// <summary>What of a message is sent.</summary>
public enum PostContent
{
    /// <summary>A JSON object with id, kind, origin and metadata, as <c>publish</c> writes it.</summary>
    Metadata,

    /// <summary>The octets of the payload.</summary>
    Payload,
}
