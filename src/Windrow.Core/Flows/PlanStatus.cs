using Windrow.Core.Plans;
using Windrow.Core.Stages;

namespace Windrow.Core.Flows;

/// <summary>What a plan has done so far and what it has before it.</summary>
/// <param name="Actions">Path and counters of each action behind the leading selects.</param>
/// <param name="Stages">What waits in front of its stages.</param>
/// <param name="Owed">Messages that its folds took in since the last checkpoint.</param>
/// <param name="Retries">What waits for another try, for the actions where something does.</param>
public sealed record PlanStatus(string Name, bool IsPaused, IReadOnlyList<(string Path, ActionCounters Counters)> Actions, IReadOnlyList<StageStatus> Stages, long Owed, IReadOnlyList<RetryStatus> Retries)
{
    /// <summary>Messages in its queues.</summary>
    public long Queued => Stages.Sum(static stage => stage.Count);

    /// <summary>Their payload in memory, in bytes.</summary>
    public long QueuedBytes => Stages.Sum(static stage => stage.Bytes);
}
