namespace Windrow.Events.Amqp.Sink;

/// <summary>What of a message is published.</summary>
public enum SinkBody
{
    /// <summary>A JSON object of the metadata, without those that an <c>amqp</c> source added.</summary>
    Metadata,

    /// <summary>A JSON object with id, kind, origin and metadata, as <c>publish</c> writes it.</summary>
    Message,

    /// <summary>The octets of the payload.</summary>
    Payload,

    /// <summary>A text composed from the metadata.</summary>
    Template,

    /// <summary>What an extractor of Clowder takes: the event as it came, with the parameters of the rule.</summary>
    Clowder,
}
