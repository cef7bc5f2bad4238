using System.Collections.Concurrent;

namespace Windrow.Core.Programs;

/// <summary>The actions of a flow that have programs run; see <see cref="Flows.FlowShared"/>. Safe for several threads.</summary>
public sealed class ProgramBoard
{
    private readonly ConcurrentDictionary<IProgramActivity, bool> _all = new();

    /// <summary>How each stands, by its action.</summary>
    public IReadOnlyList<(string Action, ProgramStatus Status)> Look() =>
        [.. _all.Keys.OrderBy(static activity => activity.Action, StringComparer.Ordinal).Select(static activity => (activity.Action, activity.Look()))];

    public void Add(IProgramActivity activity) => _all[activity] = true;

    public void Remove(IProgramActivity activity) => _all.TryRemove(activity, out _);
}
