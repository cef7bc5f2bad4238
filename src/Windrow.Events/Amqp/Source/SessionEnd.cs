using Windrow.Core.Errors;

namespace Windrow.Events.Amqp.Source;

/// <summary>How a session came to its end.</summary>
/// <param name="Failure">Null: by itself, or it was told to.</param>
/// <param name="HeldTooLong">The broker ended it since a message was held for too long.</param>
internal sealed record SessionEnd(Failure? Failure, bool HeldTooLong);
