namespace Windrow.Events.Amqp.Stages;

/// <summary>What is said of a message of a stage outside of its body.</summary>
internal static class StageHeaders
{
    /// <summary>It was sent before, and may be in the queue already.</summary>
    public const string Again = "windrow-again";

    /// <summary>The file in the directory of payloads that belongs to it.</summary>
    public const string Payload = "windrow-payload";

    /// <summary>Which try of the message it is, where it has waited for another one in a queue.</summary>
    public const string Attempt = "windrow-attempt";

    /// <summary>How often consumers have not finished it, as quorum queues count.</summary>
    public const string DeliveryCount = "x-delivery-count";

    public const string ContentType = "application/x-windrow-message";
}
