using Microsoft.Extensions.Logging;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>
/// Gives an extractor that has registered for the first time what came before it: files, and metadata of files and datasets. How far it has come is kept with the extractor, in
/// one transaction with the jobs.
/// </summary>
internal sealed class CatchUp(Documents documents, Registry registry, JobBook jobs, ILogger log)
{
    private const int AtATime = 200;
    private const string Files = "files/";
    private const string Metadata = "metadata/";

    private readonly Lock _lock = new();

    /// <summary>Completes when nothing is under way.</summary>
    public Task Idle { get; private set; } = Task.CompletedTask;

    /// <summary>Has it done, behind those that are under way.</summary>
    public Task RunAsync(string extractor, CancellationToken stop)
    {
        if (registry.Find(extractor) is not { CaughtUpTo: not null })
            return Task.CompletedTask;
        lock (_lock)
        {
            var before = Idle;
            return Idle = Task.Run(async () =>
            {
                await before.ConfigureAwait(false);
                await GiveAsync(extractor, stop).ConfigureAwait(false);
            }, CancellationToken.None);
        }
    }

    private async Task GiveAsync(string extractor, CancellationToken stop)
    {
        var count = 0L;
        try
        {
            while (!stop.IsCancellationRequested && registry.Find(extractor) is { CaughtUpTo: { } from })
            {
                count += await PageAsync(extractor, from).ConfigureAwait(false);
                jobs.Made();
            }
        }
        catch (Core.State.StateException)
        {
            // The flow stops for it, and the next run goes on from there.
        }

        if (count > 0)
            ServerLog.CaughtUp(log, extractor, count);
    }

    private async Task<int> PageAsync(string extractor, string from)
    {
        var isOfMetadata = from.StartsWith(Metadata, StringComparison.Ordinal);
        var after = from.Length == 0 ? "" : from[(isOfMetadata ? Metadata : Files).Length..];
        var page = documents.Page(isOfMetadata ? Shelves.Metadata.Scope : Shelves.Files.Scope, after, AtATime);
        var next = page.Count > 0 ? (isOfMetadata ? Metadata : Files) + page[^1].Key : isOfMetadata ? null : Metadata;
        var count = 0;
        await documents.Change(edit =>
        {
            foreach (var item in page)
                count += isOfMetadata ? OfMetadata(edit, Shelves.Metadata.Read(item.Value), extractor) : OfFile(edit, Shelves.Files.Read(item.Value), extractor);
            registry.Advance(edit, extractor, next);
        }).ConfigureAwait(false);
        return count;
    }

    private int OfFile(DocumentEdit edit, FileRecord file, string extractor)
    {
        // It may have been removed since it was read.
        if (file.DatasetId.Length == 0 || edit.Find(Shelves.Files, file.Id) is null || edit.Find(Shelves.Datasets, file.DatasetId) is not { } dataset)
            return 0;
        var cause = new Cause(file.Author) { Root = file.Id };
        return jobs.Submit(edit, WorkEvent.FileCreated(file, file.Author), cause, extractor) + jobs.Submit(edit, WorkEvent.FileAdded(file, dataset, file.Author), cause, extractor);
    }

    private int OfMetadata(DocumentEdit edit, MetadataRecord metadata, string extractor) =>
        edit.Find(Shelves.Metadata, $"{metadata.Resource}/{metadata.Id}") is null
            ? 0
            : jobs.Submit(edit, WorkEvent.OfMetadata(metadata, isRemoved: false, ""), new Cause("") { Root = metadata.IsOfDataset ? "" : metadata.Resource }, extractor);
}
