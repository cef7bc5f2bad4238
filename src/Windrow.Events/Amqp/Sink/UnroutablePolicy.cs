namespace Windrow.Events.Amqp.Sink;

/// <summary>What becomes of a message that the broker has no queue for.</summary>
public enum UnroutablePolicy
{
    /// <summary>A dead letter.</summary>
    DeadLetter,

    /// <summary>It waits, and is published again until there is a queue; what comes behind it waits too.</summary>
    Wait,
}
