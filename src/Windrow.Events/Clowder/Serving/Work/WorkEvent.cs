using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>Something that has happened, and that extractors may want to hear of.</summary>
/// <param name="Kind">Under which <c>process</c> it is looked for: file, dataset or metadata.</param>
/// <param name="Operation">What patterns are compared with.</param>
/// <param name="Activity">created, added or removed.</param>
/// <param name="User">Email of who did it.</param>
internal sealed record WorkEvent(string Kind, string Operation, string Activity, string User)
{
    public FileRecord? File { get; init; }

    public DatasetRecord? Dataset { get; init; }

    public MetadataRecord? Metadata { get; init; }

    /// <summary>The names of several files.</summary>
    public IReadOnlyList<string> Filenames { get; init; } = [];

    /// <summary>Whether the work is on a dataset.</summary>
    public bool IsOfDataset => Kind == "dataset" || (Kind == "metadata" && Metadata!.IsOfDataset);

    /// <summary>What it is about, by which it is known that an extractor was asked already.</summary>
    public string Subject => Kind == "metadata" ? Metadata!.Id : File?.Id ?? Dataset!.Id;

    /// <summary>As Clowder names it.</summary>
    public string RoutingKey => Kind switch
    {
        "metadata" => $"clowder.metadata.{Operation}",
        "dataset" => $"clowder.dataset.{Operation}",
        _ => $"clowder.file.{Operation.Replace('/', '.')}",
    };

    public static WorkEvent FileCreated(FileRecord file, string user) =>
        new("file", EventPattern.OperationOf(file.ContentType), "created", user) { File = file };

    public static WorkEvent FileAdded(FileRecord file, DatasetRecord dataset, string user) =>
        new("dataset", "file.added", "added", user) { File = file, Dataset = dataset };

    public static WorkEvent FilesAdded(DatasetRecord dataset, IReadOnlyList<string> names, string user) =>
        new("dataset", "files.added", "added", user) { Dataset = dataset, Filenames = names };

    public static WorkEvent FileRemoved(FileRecord file, DatasetRecord dataset, string user) =>
        new("dataset", "file.removed", "removed", user) { File = file, Dataset = dataset };

    public static WorkEvent OfMetadata(MetadataRecord metadata, bool isRemoved, string user) =>
        new("metadata", $"{(isRemoved ? "removed" : "added")}.{(metadata.IsOfDataset ? "dataset" : "file")}", isRemoved ? "removed" : "added", user) { Metadata = metadata };
}
