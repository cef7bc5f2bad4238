using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Windrow.Core.State;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Web;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Looks into what a server keeps, for operators; also while another process runs it.</summary>
internal static class ServerInspection
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Line(JsonObject told) => told.ToJsonString(Plain);

    public static IEnumerable<JsonObject> Datasets(IStateReader state)
    {
        foreach (var dataset in state.All(Shelves.Datasets))
        {
            yield return new JsonObject
            {
                ["id"] = dataset.Id,
                ["name"] = dataset.Name,
                ["created"] = RecordAnswers.Time(dataset.Created),
                ["files"] = (long)RecordReading.Below(state, Shelves.FilesOf, dataset.Id).Count(),
                ["metadata"] = Metadata(state, dataset.Id),
            };
        }
    }

    /// <param name="of">A dataset; null: of all.</param>
    public static IEnumerable<JsonObject> Files(IStateReader state, string? of)
    {
        foreach (var file in state.All(Shelves.Files))
        {
            if (of is not null && file.DatasetId != of && file.Id != of)
                continue;
            yield return new JsonObject
            {
                ["id"] = file.Id,
                ["dataset"] = file.DatasetId,
                ["filename"] = file.Name,
                ["created"] = RecordAnswers.Time(file.Created),
                ["contentType"] = file.ContentType,
                ["size"] = file.Length,
                ["path"] = file.Path,
                ["previews"] = file.Previews.Count,
                ["metadata"] = Metadata(state, file.Id),
            };
        }
    }

    /// <param name="of">A file or dataset; null: of all.</param>
    public static IEnumerable<JsonObject> Jobs(IStateReader state, string? of)
    {
        foreach (var job in state.All(Shelves.Jobs))
        {
            if (of is not null && job.Resource != of && job.File != of && job.Dataset != of)
                continue;
            yield return new JsonObject
            {
                ["id"] = job.Id,
                ["msgid"] = job.MessageId,
                ["extractor"] = job.Extractor,
                ["event"] = job.Event,
                ["resource"] = job.Resource,
                ["file"] = job.File,
                ["dataset"] = job.Dataset,
                ["state"] = job.State.ToString().ToUpperInvariant(),
                ["message"] = job.Message,
                ["created"] = RecordAnswers.Time(job.Created),
                ["finished"] = job.Finished is { } finished ? RecordAnswers.Time(finished) : null,
                ["hops"] = job.Hops,
            };
        }
    }

    public static IEnumerable<JsonObject> Extractors(IStateReader state)
    {
        var open = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var job in state.All(Shelves.Jobs))
        {
            if (!job.IsOver)
                open[job.Extractor] = open.GetValueOrDefault(job.Extractor) + 1;
        }

        foreach (var extractor in state.All(Shelves.Extractors))
        {
            yield return new JsonObject
            {
                ["name"] = extractor.Name,
                ["version"] = extractor.Version,
                ["queue"] = extractor.Queue,
                ["lastAlive"] = RecordAnswers.Time(extractor.LastAlive),
                ["open"] = open.GetValueOrDefault(extractor.Name),
                ["process"] = extractor.Document["process"]?.DeepClone(),
            };
        }
    }

    // What extractors say of it, by extractor.
    private static JsonObject Metadata(IStateReader state, string resource)
    {
        var all = new JsonObject();
        foreach (var item in RecordReading.Below(state, Shelves.Metadata.Scope, resource))
        {
            var entry = Shelves.Metadata.Read(item.Value);
            all[entry.Extractor ?? "user"] = entry.Content?.DeepClone();
        }

        return all;
    }
}
