namespace Windrow.Events.Amqp.Source;

/// <summary>How a message that came to nothing is given back to the broker.</summary>
public enum Settlement
{
    /// <summary>Acknowledged: the broker forgets it.</summary>
    Acknowledge,

    /// <summary>Rejected without coming again: the broker gives it to the queue's dead-letter exchange, or forgets it where there is none.</summary>
    Reject,
}
