namespace Windrow.Events.Amqp.Source;

/// <summary>How an exchange chooses queues.</summary>
public enum ExchangeType
{
    /// <summary>It is there; nothing is declared.</summary>
    Existing,

    /// <summary>By words of the routing key, with <c>*</c> and <c>#</c>.</summary>
    Topic,

    /// <summary>By the whole routing key.</summary>
    Direct,

    /// <summary>All of them.</summary>
    Fanout,

    /// <summary>By headers.</summary>
    Headers,
}
