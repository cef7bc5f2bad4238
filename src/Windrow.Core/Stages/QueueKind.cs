namespace Windrow.Core.Stages;

/// <summary>How a stage keeps the messages that wait in it.</summary>
public enum QueueKind : byte
{
    /// <summary>In memory, bounded by count and bytes.</summary>
    Memory,

    /// <summary>In the flow's state store: what is in it outlives the process.</summary>
    Durable,

    /// <summary>On a RabbitMQ broker: any number of processes, on several hosts, take from it.</summary>
    Amqp,
}
