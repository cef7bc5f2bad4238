using System.Collections.Concurrent;
using Windrow.Core.Programs;
using Windrow.Exec.Processes;

namespace Windrow.Exec.Insight;

/// <summary>The programs of an action that are under way, one for each message. Safe for several threads.</summary>
internal sealed class RunningPrograms(TimeProvider time)
{
    private readonly ConcurrentDictionary<int, (string Name, long Since)> _all = new();

    public IReadOnlyList<ProgramProcess> Look() =>
        [.. _all.Select(pair => new ProgramProcess(pair.Key, pair.Value.Name, ProcessMemory.OfTree(pair.Key), 0, time.GetElapsedTime(pair.Value.Since), ""))];

    public void Add(int process, string name) => _all[process] = (name, time.GetTimestamp());

    public void Remove(int process) => _all.TryRemove(process, out _);
}
