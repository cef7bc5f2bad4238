namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>Where everything is that a server keeps. Keys of several parts have a slash between them.</summary>
internal static class Shelves
{
    public static readonly Shelf<DatasetRecord> Datasets = new("datasets", RecordJson.Default.DatasetRecord);
    public static readonly Shelf<FileRecord> Files = new("files", RecordJson.Default.FileRecord);
    public static readonly Shelf<PictureRecord> Pictures = new("pictures", RecordJson.Default.PictureRecord);

    /// <summary>By resource and id.</summary>
    public static readonly Shelf<MetadataRecord> Metadata = new("metadata", RecordJson.Default.MetadataRecord);
    public static readonly Shelf<ExtractorRecord> Extractors = new("extractors", RecordJson.Default.ExtractorRecord);
    public static readonly Shelf<JobRecord> Jobs = new("jobs", RecordJson.Default.JobRecord);

    /// <summary>By job and number.</summary>
    public static readonly Shelf<StatusRecord> Statuses = new("statuses", RecordJson.Default.StatusRecord);

    /// <summary>By job.</summary>
    public static readonly Shelf<OwedMessage> Owed = new("owed", RecordJson.Default.OwedMessage);
    public static readonly Shelf<CollectionRecord> Collections = new("collections", RecordJson.Default.CollectionRecord);

    /// <summary>Which files a dataset has: by dataset and file.</summary>
    public const string FilesOf = "clowder-server/files-of";

    /// <summary>Which jobs are open: the value is the root.</summary>
    public const string Open = "clowder-server/open";

    /// <summary>Which jobs a file or dataset had: by resource and job.</summary>
    public const string JobsOf = "clowder-server/jobs-of";

    /// <summary>Which jobs a message of the flow has set off: by root and job.</summary>
    public const string JobsFrom = "clowder-server/jobs-from";

    /// <summary>What an extractor was asked to do: by extractor, event and what it is about.</summary>
    public const string Asked = "clowder-server/asked";

    /// <summary>Which datasets and collections a collection has: by collection, kind and id.</summary>
    public const string Members = "clowder-server/members";
}
