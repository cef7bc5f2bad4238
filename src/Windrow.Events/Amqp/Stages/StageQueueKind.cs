namespace Windrow.Events.Amqp.Stages;

/// <summary>How a broker keeps the queues of a stage.</summary>
public enum StageQueueKind
{
    /// <summary>On several nodes of its cluster.</summary>
    Quorum,

    /// <summary>On one node.</summary>
    Classic,
}
