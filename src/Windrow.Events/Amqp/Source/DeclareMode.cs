namespace Windrow.Events.Amqp.Source;

/// <summary>What is done about a queue before it is consumed from.</summary>
public enum DeclareMode
{
    /// <summary>It has to be there, and is taken as it is.</summary>
    Passive,

    /// <summary>Nothing is asked; not even whether it is there.</summary>
    None,

    /// <summary>A durable classic queue is made, unless it is there.</summary>
    Classic,

    /// <summary>A quorum queue is made, unless it is there.</summary>
    Quorum,
}
