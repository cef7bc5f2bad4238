using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>The jobs that are not over: how many each file of the flow has set off, and which are worked on. Safe for several threads.</summary>
/// <remarks>A number for each root, and a record for each job that an extractor has begun.</remarks>
internal sealed class OpenWork
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _count = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Action> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JobRecord>> _running = new(StringComparer.Ordinal); // by dataset, or file where it is in none

    public void Add(JobRecord job)
    {
        if (job.Root.Length == 0)
            return;
        lock (_lock)
            _count[job.Root] = _count.GetValueOrDefault(job.Root) + 1;
    }

    public void Begin(JobRecord job)
    {
        lock (_lock)
        {
            if (!_running.TryGetValue(PlaceOf(job), out var list))
                _running.Add(PlaceOf(job), list = []);
            if (!list.Exists(each => each.Id == job.Id))
                list.Add(job);
        }
    }

    public void End(JobRecord job)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(PlaceOf(job), out var list) && list.RemoveAll(each => each.Id == job.Id) > 0 && list.Count == 0)
                _running.Remove(PlaceOf(job));
            if (job.Root.Length > 0 && _count.TryGetValue(job.Root, out var count))
            {
                if (count > 1)
                    _count[job.Root] = count - 1;
                else
                    _count.Remove(job.Root);
            }
        }
    }

    /// <summary>Has something done when a root has no open jobs.</summary>
    /// <returns>False: it has none now.</returns>
    public bool WhenDone(string root, Action done)
    {
        lock (_lock)
        {
            if (!_count.ContainsKey(root))
                return false;
            _waiting[root] = done;
            return true;
        }
    }

    /// <summary>A job of a root has ended, durably: whoever waits for the last is told.</summary>
    public void Tell(string root)
    {
        Action? done;
        lock (_lock)
        {
            if (_count.ContainsKey(root) || !_waiting.Remove(root, out done))
                return;
        }

        done();
    }

    /// <summary>
    /// Which job something comes from that is added while jobs are worked on: the one of the extractor that says so, or, where nobody does, the one with the most
    /// before it. For what comes with a key that names no job, as an extractor has one of its own; see <see cref="ServerUsers.KeyOf"/>.
    /// </summary>
    /// <param name="place">The dataset, or the file where it is in none.</param>
    /// <param name="extractor">Null: nobody says.</param>
    public JobRecord? ParentOf(string place, string? extractor)
    {
        lock (_lock)
        {
            JobRecord? found = null;
            foreach (var job in _running.GetValueOrDefault(place, []))
            {
                if ((extractor is null || job.Extractor == extractor) && (found is null || job.Hops >= found.Hops))
                    found = job;
            }

            return found;
        }
    }

    private static string PlaceOf(JobRecord job) => job.Dataset.Length > 0 ? job.Dataset : job.Resource;
}
