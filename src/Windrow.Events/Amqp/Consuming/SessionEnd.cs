using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Consuming;

/// <summary>How a session came to its end.</summary>
/// <param name="Failure">Null: by itself, or it was told to.</param>
/// <param name="HeldTooLong">The broker ended it since a message was held for too long.</param>
internal sealed record SessionEnd(Failure? Failure, bool HeldTooLong)
{
    /// <summary>Another consumer is to have the queue: what is not begun goes back to it in order, before that one gets anything.</summary>
    public bool HandsOver { get; init; }
}
