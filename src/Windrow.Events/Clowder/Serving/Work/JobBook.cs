using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.State;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>Makes jobs of what happens, and keeps how they go. Safe for several threads.</summary>
internal sealed class JobBook(Documents documents, Registry registry, ObjectIds ids, ServerOptions options, TimeProvider time, ILogger log)
{
    private readonly RateLimit _circles = new(time);

    public OpenWork Open { get; } = new();

    /// <summary>Something is owed to the broker, durably.</summary>
    public event Action? Owes;

    public void Load(IStateReader state)
    {
        for (var after = ""; state.ReadItems(Shelves.Open, after, 500) is { Count: > 0 } page; after = page[^1].Key)
        {
            foreach (var item in page)
            {
                if (documents.Find(Shelves.Jobs, item.Key) is not { } job)
                    continue;
                Open.Add(job);
                if (job.State is not (JobState.Created or JobState.Submitted))
                    Open.Begin(job);
            }
        }
    }

    /// <summary>Makes a job of an event for each extractor that wants it and has not had it yet.</summary>
    /// <param name="extractor">For this one only; null: for all.</param>
    /// <returns>How many.</returns>
    public int Submit(DocumentEdit edit, WorkEvent what, Cause cause, string? extractor = null)
    {
        var (resource, dataset) = PlaceOf(edit, what);
        var parent = ParentOf(edit, cause, dataset.Length > 0 ? dataset : resource, what.Metadata?.Extractor);
        var count = 0;
        foreach (var taker in registry.For(what))
        {
            var asked = $"{taker.Name}/{what.Kind}.{what.Activity}/{what.Subject}";
            if ((extractor is not null && taker.Name != extractor) || edit.Find(Shelves.Asked, asked) is not null)
                continue;
            var hops = parent is null ? 0 : parent.Hops + 1;
            if (hops >= options.MostHops)
            {
                if (_circles.Happened(out var times))
                    ServerLog.Circle(log, taker.Name, what.RoutingKey, resource, hops, times);
                continue;
            }

            var job = new JobRecord(ids.Next(), ids.Next(), taker.Name, taker.Queue, what.IsOfDataset, resource, what.File?.Id ?? "", dataset, cause.Root ?? parent?.Root ?? "", what.RoutingKey, what.User, hops, time.GetUtcNow());
            edit.Mark(Shelves.Asked, asked, job.Id);
            Enter(edit, job, WorkMessage.Of(what, job, options.Messages));
            count++;
        }

        return count;
    }

    /// <summary>Makes a job of what somebody asks for.</summary>
    public JobRecord Submit(DocumentEdit edit, Submission what)
    {
        var queue = registry.Find(what.Queue)?.Queue ?? what.Queue;
        var dataset = what.Dataset?.Id ?? what.File?.DatasetId ?? "";
        var job = new JobRecord(ids.Next(), ids.Next(), what.Queue, queue, what.File is null, what.File?.Id ?? dataset, what.File?.Id ?? "", dataset, what.Cause.Root ?? "", $"extractors.{queue}", what.Cause.User, 0, time.GetUtcNow());
        if (ParentOf(edit, what.Cause, dataset.Length > 0 ? dataset : job.Resource, null) is { } parent)
            job = job with { Root = parent.Root, Hops = parent.Hops + 1 };
        Enter(edit, job, WorkMessage.Of(what, job));
        return job;
    }

    /// <summary>The jobs that a file of the flow has set off, and that have failed; not those that were made up for since.</summary>
    public IReadOnlyList<JobRecord> FailedOf(string root)
    {
        var last = new Dictionary<(string, string), JobRecord>();
        foreach (var item in documents.Below(Shelves.JobsFrom, root))
        {
            if (documents.Find(Shelves.Jobs, item.Key[(root.Length + 1)..]) is { } job)
                last[(job.Extractor, job.Resource)] = job;
        }

        return [.. last.Values.Where(static job => job.State == JobState.Error)];
    }

    /// <summary>Has extractors work once more.</summary>
    public async Task SubmitAgainAsync(IReadOnlyList<JobRecord> failed)
    {
        await documents.Change(edit =>
        {
            foreach (var job in failed)
            {
                var dataset = edit.Find(Shelves.Datasets, job.Dataset);
                var file = job.IsOfDataset ? null : edit.Find(Shelves.Files, job.Resource);
                if (job.IsOfDataset ? dataset is not null : file is not null)
                    Submit(edit, new Submission(job.Extractor, file, dataset, [], options.Messages, new Cause(job.User) { Root = job.Root }));
            }
        }).ConfigureAwait(false);
        Made();
    }

    /// <summary>The broker has the message of a job.</summary>
    public Task SentAsync(string id) => documents.Change(edit =>
    {
        edit.Remove(Shelves.Owed, id);
        if (edit.Find(Shelves.Jobs, id) is { State: JobState.Created } job)
            edit.Put(Shelves.Jobs, id, job with { State = JobState.Submitted, Message = "" });
    });

    /// <summary>Notes why the message of a job is not with the broker.</summary>
    public Task DelayedAsync(string id, string reason) => documents.Change(edit =>
    {
        if (edit.Find(Shelves.Jobs, id) is { State: JobState.Created } job && job.Message != reason)
            edit.Put(Shelves.Jobs, id, job with { Message = reason });
    });

    /// <summary>Keeps what an extractor, or the server, has to say of a job.</summary>
    /// <returns>Whether there is such a job.</returns>
    public async Task<bool> NoteAsync(string id, ReportedStatus status)
    {
        JobRecord? job = null;
        var ends = false;
        await documents.Change(edit =>
        {
            job = edit.Find(Shelves.Jobs, id);
            if (job is null)
                return;
            var now = time.GetUtcNow();
            edit.Put(Shelves.Statuses, $"{id}/{job.Statuses:D6}", new StatusRecord(status.Text, now));
            var after = job with { Statuses = job.Statuses + 1, Updated = now };

            // What is over stays so: an extractor that is killed may tell of its end twice.
            if (!job.IsOver)
            {
                var isWork = status.State is not (null or JobState.Cancelled);
                after = after with
                {
                    State = status.State ?? job.State,
                    Status = status.Text,
                    Message = status.Message,
                    Started = job.Started ?? (isWork ? now : null),
                };
                if (after.IsOver)
                    after = after with { Finished = now };
                ends = after.IsOver;
                if (ends)
                {
                    edit.Remove(Shelves.Open, id);
                    edit.Remove(Shelves.Owed, id);
                    edit.Then(() => Open.End(job));
                }
                else if (isWork)
                {
                    edit.Then(() => Open.Begin(after));
                }
            }

            edit.Put(Shelves.Jobs, id, after);
        }).ConfigureAwait(false);
        if (ends && job!.Root.Length > 0)
            Open.Tell(job.Root);
        return job is not null;
    }

    /// <summary>Tells that jobs were made; to be called when they are durable.</summary>
    public void Made() => Owes?.Invoke();

    private void Enter(DocumentEdit edit, JobRecord job, System.Text.Json.Nodes.JsonObject body)
    {
        edit.Put(Shelves.Jobs, job.Id, job);
        edit.Mark(Shelves.Open, job.Id);
        edit.Mark(Shelves.JobsOf, $"{job.Resource}/{job.Id}");
        if (job.File.Length > 0 && job.File != job.Resource)
            edit.Mark(Shelves.JobsOf, $"{job.File}/{job.Id}");
        if (job.Root.Length > 0)
            edit.Mark(Shelves.JobsFrom, $"{job.Root}/{job.Id}");
        edit.Put(Shelves.Owed, job.Id, new OwedMessage(job.Id, job.Queue, ids.Next(), job.User, body));
        edit.Then(() => Open.Add(job));
    }

    // An extractor that goes on with the key of its first job says nothing about those that came after it, and is to end in a circle all the same.
    private JobRecord? ParentOf(DocumentEdit edit, Cause cause, string place, string? extractor)
    {
        if (cause.Root is not null)
            return null;
        var named = cause.Job is { } job ? edit.Find(Shelves.Jobs, job) : null;
        return named is { IsOver: false } ? named : Open.ParentOf(place, extractor) ?? named;
    }

    private static (string Resource, string Dataset) PlaceOf(DocumentEdit edit, WorkEvent what)
    {
        if (what.Metadata is not { } metadata)
            return (what.IsOfDataset ? what.Dataset!.Id : what.File!.Id, what.Dataset?.Id ?? what.File!.DatasetId);
        return (metadata.Resource, metadata.IsOfDataset ? metadata.Resource : edit.Find(Shelves.Files, metadata.Resource)?.DatasetId ?? "");
    }
}
