using System.Collections.Concurrent;

namespace Windrow.FlowTesting.Running;

/// <summary>Counts the messages that would have gone to the outside, for each action. Safe for several threads.</summary>
internal sealed class TakenMessages
{
    private readonly ConcurrentDictionary<(string Plan, string Action), long> _counts = new();

    /// <summary>By plan and action, as reports name it.</summary>
    public IReadOnlyList<(string Action, long Count)> Counts =>
        [.. _counts.Select(static pair => ($"{pair.Key.Plan}/{pair.Key.Action}", pair.Value)).OrderBy(static pair => pair.Item1, StringComparer.Ordinal)];

    public void Add(string plan, string action) => _counts.AddOrUpdate((plan, action), 1, static (_, count) => count + 1);
}
