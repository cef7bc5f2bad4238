using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Datasets, files and metadata; what happens to them sets off extractors, in the same transaction. Safe for several threads.</summary>
internal sealed class Catalogue(Documents documents, JobBook jobs, ContentFiles content, ObjectIds ids, TimeProvider time)
{
    public Documents Documents => documents;

    public ContentFiles Content => content;

    public ObjectIds Ids => ids;

    public DateTimeOffset Now => time.GetUtcNow();

    public async Task<DatasetRecord> AddDatasetAsync(string name, string description, string user, IReadOnlyList<string> collections)
    {
        var dataset = new DatasetRecord(ids.Next(), name, description, Now, user);
        await documents.Change(edit =>
        {
            edit.Put(Shelves.Datasets, dataset.Id, dataset);
            foreach (var collection in collections)
                edit.Mark(Shelves.Members, $"{collection}/datasets/{dataset.Id}");
        }).ConfigureAwait(false);
        return dataset;
    }

    /// <summary>Puts a file into its dataset.</summary>
    /// <param name="named">The dataset, where it may have to be made.</param>
    /// <returns>Whether it was new.</returns>
    public async Task<bool> AddFileAsync(FileRecord file, DatasetRecord? named, Cause cause)
    {
        var isNew = false;
        await documents.Change(edit =>
        {
            if (edit.Find(Shelves.Files, file.Id) is not null)
                return;
            isNew = true;
            var dataset = edit.Find(Shelves.Datasets, file.DatasetId);
            if (dataset is null)
            {
                dataset = named ?? throw new RecordMissingException("dataset", file.DatasetId);
                edit.Put(Shelves.Datasets, dataset.Id, dataset);
            }

            edit.Put(Shelves.Files, file.Id, file);
            edit.Mark(Shelves.FilesOf, $"{file.DatasetId}/{file.Id}");
            jobs.Submit(edit, WorkEvent.FileCreated(file, file.Author), cause);
            jobs.Submit(edit, WorkEvent.FileAdded(file, dataset, file.Author), cause);
        }).ConfigureAwait(false);
        if (!isNew)
            return false;
        if (file.Content is not null)
            content.Settle(file.Content);
        jobs.Made();
        return true;
    }

    public async Task RemoveFileAsync(string id, Cause cause)
    {
        FileRecord file = null!;
        await documents.Change(edit =>
        {
            file = edit.Find(Shelves.Files, id) ?? throw new RecordMissingException("file", id);
            Remove(edit, file);
            if (edit.Find(Shelves.Datasets, file.DatasetId) is { } dataset)
                jobs.Submit(edit, WorkEvent.FileRemoved(file, dataset, cause.User), cause);
        }).ConfigureAwait(false);
        jobs.Made();
        if (file.Content is not null)
            content.Remove(file.Content);
    }

    public async Task RemoveDatasetAsync(string id)
    {
        var removed = new List<FileRecord>();
        var files = FilesOf(id).ToList();
        var metadata = documents.Below(Shelves.Metadata.Scope, id).Select(static item => item.Key).ToList();
        await documents.Change(edit =>
        {
            if (edit.Find(Shelves.Datasets, id) is null)
                throw new RecordMissingException("dataset", id);
            foreach (var file in files)
            {
                Remove(edit, file);
                removed.Add(file);
            }

            foreach (var key in metadata)
                edit.Remove(Shelves.Metadata, key);
            edit.Remove(Shelves.Datasets, id);
        }).ConfigureAwait(false);
        foreach (var file in removed.Where(static file => file.Content is not null))
            content.Remove(file.Content!);
    }

    /// <summary>Tells extractors of several files that were added together.</summary>
    public async Task TellOfFilesAsync(string datasetId, Cause cause)
    {
        var names = FilesOf(datasetId).Select(static file => file.Name).ToList();
        await documents.Change(edit =>
        {
            var dataset = edit.Find(Shelves.Datasets, datasetId) ?? throw new RecordMissingException("dataset", datasetId);
            jobs.Submit(edit, WorkEvent.FilesAdded(dataset, names, cause.User), cause);
        }).ConfigureAwait(false);
        jobs.Made();
    }

    public async Task AddMetadataAsync(MetadataRecord metadata, Cause cause)
    {
        await documents.Change(edit =>
        {
            if (metadata.IsOfDataset ? edit.Find(Shelves.Datasets, metadata.Resource) is null : edit.Find(Shelves.Files, metadata.Resource) is null)
                throw new RecordMissingException(metadata.IsOfDataset ? "dataset" : "file", metadata.Resource);
            edit.Put(Shelves.Metadata, $"{metadata.Resource}/{metadata.Id}", metadata);
            jobs.Submit(edit, WorkEvent.OfMetadata(metadata, isRemoved: false, cause.User), cause);
        }).ConfigureAwait(false);
        jobs.Made();
    }

    public async Task RemoveMetadataAsync(IReadOnlyList<MetadataRecord> all, Cause cause)
    {
        await documents.Change(edit =>
        {
            foreach (var metadata in all)
            {
                edit.Remove(Shelves.Metadata, $"{metadata.Resource}/{metadata.Id}");
                jobs.Submit(edit, WorkEvent.OfMetadata(metadata, isRemoved: true, cause.User), cause);
            }
        }).ConfigureAwait(false);
        jobs.Made();
    }

    /// <summary>The files of a dataset, in the order in which they came.</summary>
    public IEnumerable<FileRecord> FilesOf(string dataset) => documents.Below(Shelves.FilesOf, dataset)
        .Select(item => documents.Find(Shelves.Files, item.Key[(dataset.Length + 1)..])).OfType<FileRecord>().OrderBy(static file => file.Created);

    public IEnumerable<MetadataRecord> MetadataOf(string resource) => documents.Below(Shelves.Metadata.Scope, resource).Select(static item => Shelves.Metadata.Read(item.Value));

    private void Remove(DocumentEdit edit, FileRecord file)
    {
        edit.Remove(Shelves.Files, file.Id);
        edit.Remove(Shelves.FilesOf, $"{file.DatasetId}/{file.Id}");
        foreach (var item in documents.Below(Shelves.Metadata.Scope, file.Id))
            edit.Remove(Shelves.Metadata, item.Key);
    }
}
