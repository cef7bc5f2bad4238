using System.Globalization;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>Writes messages to extractors as Clowder does, without the server's address and the key, which are added when one is sent.</summary>
internal static class WorkMessage
{
    public static JsonObject Of(WorkEvent what, JobRecord job, ClowderVersion version) =>
        version == ClowderVersion.V2 ? Second(job, what.File, what.Dataset, []) : First(what, job);

    public static JsonObject Of(Submission what, JobRecord job)
    {
        if (what.Version == ClowderVersion.V2)
            return Second(job, what.File, what.Dataset, what.Parameters);
        var body = Common(job, what.File, job.Dataset, $"extractors.{what.Queue}");
        body["source"] = what.File is { } file ? Entity("file", file.Id, file.ContentType, Names(file.Name)) : Entity("dataset", job.Resource, null, []);
        body["activity"] = "submitted";
        body["target"] = "{}";
        body["action"] = "manual-submission";

        // Clowder's own habit: an object for files, and a text for datasets.
        if (what.File is not null)
        {
            body["filename"] = what.File.Name;
            body["parameters"] = what.Parameters.DeepClone();
        }
        else
        {
            body["datasetname"] = what.Dataset!.Name;
            body["parameters"] = what.Parameters.ToJsonString();
        }

        return body;
    }

    private static JsonObject First(WorkEvent what, JobRecord job)
    {
        var isOfMetadata = what.Kind == "metadata";
        var body = Common(job, isOfMetadata ? null : what.File, isOfMetadata && !job.IsOfDataset ? "" : job.Dataset, what.RoutingKey);
        body["source"] = what switch
        {
            { Kind: "metadata" } => Entity("metadata", what.Metadata!.Id, null, []),
            { File: { } file } => Entity("file", file.Id, file.ContentType, Names(file.Name)),
            _ => Entity("dataset", what.Dataset!.Id, null, new JsonObject { ["filenames"] = new JsonArray([.. what.Filenames.Select(static name => (JsonNode)name)]) }),
        };
        body["activity"] = what.Activity;
        body["target"] = what switch
        {
            { Kind: "metadata" } => Entity(job.IsOfDataset ? "dataset" : "file", job.Resource, null, []),
            { Dataset: { } dataset } => Entity("dataset", dataset.Id, null, []),
            _ => "{}",
        };
        if (what.Kind == "file")
            body["filename"] = what.File!.Name;
        if (what.Filenames.Count > 0)
            body["filenames"] = $"List({string.Join(", ", what.Filenames)})";
        if (!isOfMetadata)
            return body;
        if (what.Activity == "added")
            body["metadata"] = what.Metadata!.Content?.DeepClone() ?? new JsonObject();
        body["resourceType"] = job.IsOfDataset ? "dataset" : "file";
        body["resourceId"] = job.Resource;
        return body;
    }

    // Of an event of a dataset, 'id' is the file that it is of; where there is none, the dataset.
    private static JsonObject Common(JobRecord job, FileRecord? file, string dataset, string routingKey)
    {
        var id = file?.Id ?? job.Resource;
        return new JsonObject
        {
            ["notifies"] = job.User.Length > 0 ? new JsonArray(job.User) : [],
            ["msgid"] = job.MessageId,
            ["id"] = id,
            ["jobid"] = job.Id,
            ["intermediateId"] = id,
            ["fileSize"] = (file?.Length ?? 0).ToString(CultureInfo.InvariantCulture),
            ["datasetId"] = dataset,
            ["flags"] = "",
            ["routing_key"] = routingKey,
        };
    }

    private static JsonObject Second(JobRecord job, FileRecord? file, DatasetRecord? dataset, JsonObject parameters)
    {
        var body = new JsonObject { ["retry_count"] = 0, ["resource_type"] = job.IsOfDataset ? "dataset" : "file", ["flags"] = "" };
        if (job.IsOfDataset)
        {
            body["datasetName"] = dataset?.Name ?? "";
        }
        else
        {
            body["filename"] = file?.Name ?? "";
            body["fileSize"] = file?.Length ?? 0;
        }

        body["id"] = job.Resource;
        body["datasetId"] = job.Dataset;
        body["job_id"] = job.Id;
        body["parameters"] = parameters.DeepClone();
        return body;
    }

    // The apostrophe is how a symbol of Scala is written, and extractors have come to expect it.
    private static JsonObject Entity(string kind, string id, string? type, JsonObject extra)
    {
        var entity = new JsonObject { ["id"] = new JsonObject { ["resourceType"] = "'" + kind, ["id"] = id } };
        if (type is not null)
            entity["mimeType"] = type;
        entity["extra"] = extra;
        return entity;
    }

    private static JsonObject Names(string name) => new() { ["filename"] = name };
}
