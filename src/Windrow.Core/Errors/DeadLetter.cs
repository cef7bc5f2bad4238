using Windrow.Core.Messages;

namespace Windrow.Core.Errors;

/// <summary>A message that was given up, with everything needed to judge it.</summary>
/// <param name="Id">Of the message as the failing action got it.</param>
/// <param name="Origin">Where its root came from.</param>
/// <param name="Metadata">As the failing action got it; its lazy tail is dropped.</param>
/// <param name="Plan">Name of the plan.</param>
/// <param name="Action">Path of the action in the plan, such as <c>2:statistics</c>.</param>
/// <param name="Failure">The last failure.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it was given up, UTC.</param>
public sealed record DeadLetter(
    MessageId Id, MessageKind Kind, Origin Origin, Metadata Metadata, string Plan, string Action, Failure Failure, int Attempts, DateTimeOffset At);
