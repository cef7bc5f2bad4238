using Windrow.Core.Messages;
using Windrow.Core.Plans;

namespace Windrow.FlowTesting.Running;

/// <summary>A message as it reached an action.</summary>
/// <param name="Plan">The plan's name.</param>
/// <param name="IsSink">The action is one of the plan's sinks.</param>
/// <param name="Message">Holds the payload; it belongs to no delivery.</param>
/// <param name="At">By the clock of the test.</param>
internal sealed record Arrival(string Plan, ActionDefinition Action, bool IsSink, Message Message, DateTimeOffset At);
