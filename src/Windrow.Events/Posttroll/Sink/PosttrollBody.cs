namespace Windrow.Events.Posttroll.Sink;

/// <summary>What the data of a published message are.</summary>
public enum PosttrollBody
{
    /// <summary>The metadata, as JSON.</summary>
    Metadata,

    /// <summary>The text of the option 'text'.</summary>
    Text,

    /// <summary>The octets of the payload.</summary>
    Payload,
}
