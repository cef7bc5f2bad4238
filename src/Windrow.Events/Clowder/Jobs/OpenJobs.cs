using System.Collections.Concurrent;
using Windrow.Core.Messages;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>The jobs of a flow that are worked on, by their ids. Safe for several threads.</summary>
internal sealed class OpenJobs
{
    private readonly ConcurrentDictionary<MessageId, Job> _jobs = new();

    public void Add(Job job) => _jobs[job.Id] = job;

    public void Remove(MessageId id) => _jobs.TryRemove(id, out _);

    public Job? Find(MessageId id) => _jobs.TryGetValue(id, out var job) ? job : null;
}
