using Windrow.Core.Plans;

namespace Windrow.Core.Flows;

/// <summary>What a plan has done so far and what it has before it.</summary>
/// <param name="Actions">Path and counters of each action behind the leading selects.</param>
/// <param name="Queued">Messages in its queues.</param>
/// <param name="QueuedBytes">Their payload in bytes.</param>
public sealed record PlanStatus(string Name, IReadOnlyList<(string Path, ActionCounters Counters)> Actions, long Queued, long QueuedBytes);
