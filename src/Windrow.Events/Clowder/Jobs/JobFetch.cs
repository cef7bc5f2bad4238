using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Events.Clowder.Extractors;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>Fetches what a job needs: tells the metadata that its message has from then on, and the file, where it is one.</summary>
internal sealed class JobFetch(FetchOptions options, JobFiles files)
{
    /// <returns>The file that is the payload; null: there is none, or there are several.</returns>
    /// <exception cref="FailureException">The server answers something else.</exception>
    /// <exception cref="Outside.HostDownException">It does not answer.</exception>
    public FilePayload? Fetch(Job job, MetadataBuilder metadata)
    {
        metadata.Set(Job.Key, job.Id.ToString()).Set("directory", files.DirectoryOf(job.Id));
        return options.Fetch switch
        {
            FetchedPart.Nothing => null,
            FetchedPart.File or FetchedPart.Resource or FetchedPart.Description when !job.IsDataset => FetchFile(job, metadata),
            FetchedPart.File => FetchTriggering(job, metadata),
            _ => FetchDataset(job, metadata),
        };
    }

    private FilePayload? FetchFile(Job job, MetadataBuilder metadata)
    {
        var told = MapOf(Ask(job, $"files/{Uri.EscapeDataString(job.Resource)}/metadata"));
        var name = told is not null && told.TryGetString("filename", out var known) ? known : job.Filename.Length > 0 ? job.Filename : job.Resource;
        metadata.Set("filename", name);
        return options.Fetch == FetchedPart.Description ? null : Take(job, job.Content, name, told, metadata);
    }

    // The file of an event of a dataset stands in the event's 'id'; where somebody submitted the dataset, there is none.
    private FilePayload? FetchTriggering(Job job, MetadataBuilder metadata)
    {
        if (job.Content == job.Resource)
            throw new FailureException(Failure.Permanent("the job is about a dataset, and not about one file of it", "leave 'fetch: file' out"));
        var list = Files(job);
        foreach (ref readonly var item in list.Items)
        {
            if (item.TryGetMap(out var told) && told!.TryGetString("id", out var id) && id == job.Content)
            {
                var name = told.TryGetString("filename", out var known) ? known : id;
                metadata.Set("filename", name);
                return Take(job, id, name, told, metadata);
            }
        }

        throw new FailureException(Failure.Permanent($"dataset {job.Dataset} has no file {job.Content} any more", "see who has removed it, or drop the dead letter"));
    }

    private FilePayload? FetchDataset(Job job, MetadataBuilder metadata)
    {
        var place = $"datasets/{Uri.EscapeDataString(job.Resource)}";
        if (MapOf(Ask(job, place)) is { } dataset)
            metadata.Set("dataset", MetadataValue.Of(dataset));
        var made = new List<MetadataValue>();
        foreach (ref readonly var item in Files(job).Items)
        {
            if (!item.TryGetMap(out var told) || !told!.TryGetString("id", out var id))
                continue;
            var file = told.Change();
            if (options.Fetch != FetchedPart.Description)
            {
                var path = files.Get(job, id, told.TryGetString("filename", out var name) ? name : id, told, () => Tell(job, "Downloading dataset files."));
                file.Set("path", path);
            }

            made.Add(MetadataValue.Of(file.Build()));
        }

        metadata.Set("files", MetadataValue.Of(new MetadataList([.. made])));
        return null;
    }

    private FilePayload Take(Job job, string id, string name, Metadata? told, MetadataBuilder metadata)
    {
        var path = files.Get(job, id, name, told, () => Tell(job, "Downloading file."));
        metadata.Set("path", path);
        return new FilePayload(path, files.LengthOf(path));
    }

    private static MetadataList Files(Job job)
    {
        var value = Ask(job, $"datasets/{Uri.EscapeDataString(job.Dataset)}/files");

        // v2 puts a map around lists.
        if (value.TryGetMap(out var map) && map!.TryGet("data", out var data))
            value = data;
        return value.TryGetList(out var list) ? list : new MetadataList();
    }

    private static Metadata? MapOf(MetadataValue value) => value.TryGetMap(out var map) ? map : null;

    private static MetadataValue Ask(Job job, string path) => job.Desk.Servers!.Client.Get(job.Server, path);

    private static void Tell(Job job, string text) => _ = job.Desk.Tell(job.Ticket, StatusKind.Processing, text);
}
