namespace Windrow.Events.Amqp.Source;

/// <summary>By what a message is recognised when it comes again.</summary>
public enum IdSource
{
    /// <summary>By its property message-id; where it has none, by content.</summary>
    MessageId,

    /// <summary>By body, exchange, routing key and the properties correlation-id, timestamp and type.</summary>
    Content,

    /// <summary>Not at all: each delivery is a message of its own.</summary>
    Arrival,
}
