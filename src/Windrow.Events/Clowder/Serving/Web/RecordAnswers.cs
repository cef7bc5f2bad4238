using System.Globalization;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>How records are told of, as servers of either generation do.</summary>
internal static class RecordAnswers
{
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Of(DatasetRecord dataset, bool isSecond) => isSecond
        ? new JsonObject { ["id"] = dataset.Id, ["name"] = dataset.Name, ["description"] = dataset.Description, ["created"] = Time(dataset.Created), ["creator"] = Creator(dataset.Author), ["status"] = "PRIVATE", ["thumbnail_id"] = dataset.Thumbnail }
        : new JsonObject
        {
            ["id"] = dataset.Id,
            ["name"] = dataset.Name,
            ["description"] = dataset.Description,
            ["created"] = Time(dataset.Created),
            ["thumbnail"] = dataset.Thumbnail,
            ["authorId"] = dataset.Author,
            ["spaces"] = new JsonArray(),
            ["resource_type"] = "dataset",
        };

    public static JsonObject Of(FileRecord file, bool isSecond)
    {
        if (isSecond)
        {
            return new JsonObject
            {
                ["id"] = file.Id,
                ["name"] = file.Name,
                ["dataset_id"] = file.DatasetId,
                ["created"] = Time(file.Created),
                ["creator"] = Creator(file.Author),
                ["bytes"] = file.Length,
                ["content_type"] = new JsonObject { ["content_type"] = file.ContentType, ["main_type"] = file.ContentType[..Math.Max(0, file.ContentType.IndexOf('/', StringComparison.Ordinal))] },
                ["status"] = "ACTIVE",
                ["thumbnail_id"] = file.Thumbnail,
            };
        }

        // Both spellings: one is told of a file, and the other of the files of a dataset.
        var told = new JsonObject
        {
            ["id"] = file.Id,
            ["filename"] = file.Name,
            ["filedescription"] = "",
            ["content-type"] = file.ContentType,
            ["contentType"] = file.ContentType,
            ["date-created"] = Time(file.Created),
            ["size"] = file.Length.ToString(CultureInfo.InvariantCulture),
            ["authorId"] = file.Author,
            ["status"] = "PROCESSED",
            ["thumbnail"] = file.Thumbnail,
        };
        if (file.Path is not null)
            told["filepath"] = file.Path;
        return told;
    }

    public static JsonObject Of(MetadataRecord metadata, bool isSecond)
    {
        var told = (JsonObject)metadata.Document.DeepClone();
        if (isSecond)
        {
            told["id"] = metadata.Id;
            told["content"] ??= metadata.Content?.DeepClone();
            told["resource"] = new JsonObject { ["collection"] = metadata.IsOfDataset ? "datasets" : "files", ["resource_id"] = metadata.Resource };
            told["agent"] ??= new JsonObject { ["listener"] = metadata.Extractor is null ? null : new JsonObject { ["name"] = metadata.Extractor, ["version"] = metadata.Version } };
            told["created"] = Time(metadata.Created);
            return told;
        }

        told["created_at"] = Time(metadata.Created);
        told["content"] ??= metadata.Content?.DeepClone();
        told["attached_to"] = new JsonObject { ["resource_type"] = metadata.IsOfDataset ? "cat:dataset" : "cat:file", ["url"] = metadata.Resource };
        return told;
    }

    public static JsonObject Of(JobRecord job) => new()
    {
        ["id"] = job.Id,
        ["listener_id"] = job.Extractor,
        ["resource_ref"] = new JsonObject { ["collection"] = job.IsOfDataset ? "datasets" : "files", ["resource_id"] = job.Resource },
        ["status"] = StateOf(job.State),
        ["latest_message"] = job.Message,
        ["creator"] = Creator(job.User),
        ["created"] = Time(job.Created),
        ["started"] = job.Started is { } started ? Time(started) : null,
        ["updated"] = job.Updated is { } updated ? Time(updated) : null,
        ["finished"] = job.Finished is { } finished ? Time(finished) : null,
        ["duration"] = job is { Started: { } from, Finished: { } to } ? (to - from).TotalSeconds : null,
    };

    public static JsonObject Of(ExtractorRecord extractor)
    {
        var told = (JsonObject)extractor.Document.DeepClone();
        told["lastAlive"] = Time(extractor.LastAlive);
        return told;
    }

    /// <summary>A page of a list, as Clowder 2 has them.</summary>
    public static JsonObject Page(JsonArray items, int total, int skip, int limit) =>
        new() { ["metadata"] = new JsonObject { ["total_count"] = total, ["skip"] = skip, ["limit"] = limit }, ["data"] = items };

    /// <summary>A whole list, in the form of the interface.</summary>
    public static JsonNode List(IEnumerable<JsonObject> items, bool isSecond)
    {
        var list = new JsonArray([.. items]);
        return isSecond ? Page(list, list.Count, 0, list.Count) : list;
    }

    // Created and submitted are one there.
    private static string StateOf(JobState state) => state == JobState.Submitted ? "CREATED" : state.ToString().ToUpperInvariant();

    private static JsonObject Creator(string email) => new() { ["email"] = email };
}
