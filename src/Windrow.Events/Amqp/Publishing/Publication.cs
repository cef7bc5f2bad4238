using RabbitMQ.Client;
using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Publishing;

/// <summary>One message on its way to a broker.</summary>
internal abstract class Publication
{
    public required string Exchange { get; init; }

    public required string RoutingKey { get; init; }

    public required BasicProperties Properties { get; init; }

    /// <summary>Not written to until it is completed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why the broker gave it back before confirming; null: it did not.</summary>
    internal Failure? Returned { get; set; }

    /// <summary>It is sent again, and may be there already.</summary>
    internal virtual void SendsAgain()
    {
    }

    internal bool IsDone { get; set; }

    internal long SentAt { get; set; }

    /// <summary>The broker has it, or does not take it. Called once, on any thread; it must not block.</summary>
    /// <param name="failure">Null: it has it.</param>
    public abstract void Completed(Failure? failure);
}
