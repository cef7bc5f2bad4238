using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Tells how jobs stand.</summary>
internal sealed class JobReports(WebContext context)
{
    private const int Usual = 100;

    public Task<Answer>? Answer(WebRequest request) => request.Path switch
    {
        ["extractions", var id, "status"] when !request.IsSecond => Task.FromResult(Web.Answer.Ok(Status(Existing(id)))),
        ["extractions", var id, "statuses"] when !request.IsSecond => Task.FromResult(Web.Answer.Ok(new JsonArray([.. JobsOf(Existing(id)).Select(Statuses)]))),
        ["extractions", var id, "metadata"] when !request.IsSecond => Task.FromResult(Web.Answer.Ok(new JsonObject { ["file_id"] = Existing(id), ["metadata"] = new JsonArray([.. context.Catalogue.MetadataOf(id).Select(static each => RecordAnswers.Of(each, isSecond: false))]) })),
        ["files" or "datasets", var id, "extractions"] => Task.FromResult(Web.Answer.Ok(new JsonArray([.. JobsOf(Existing(id)).Select(Statuses)]))),
        ["files", var id, "isBeingProcessed"] => Task.FromResult(Web.Answer.Ok(new JsonObject { ["isBeingProcessed"] = JobsOf(Existing(id)).Any(static job => !job.IsOver) ? "true" : "false" })),
        ["jobs"] when request.IsSecond => Task.FromResult(List(request)),
        ["jobs", var id, "summary"] when request.IsSecond => Task.FromResult(Web.Answer.Ok(RecordAnswers.Of(Find(id)))),
        ["jobs", var id, "updates"] when request.IsSecond => Task.FromResult(Web.Answer.Ok(Updates(Find(id)))),
        _ => null,
    };

    /// <summary>The jobs of a file or dataset, the oldest first.</summary>
    public IEnumerable<JobRecord> JobsOf(string resource) => context.Catalogue.Documents.Below(Shelves.JobsOf, resource)
        .Select(item => context.Catalogue.Documents.Find(Shelves.Jobs, item.Key[(resource.Length + 1)..])).OfType<JobRecord>();

    private string Existing(string id) =>
        context.Catalogue.Documents.Find(Shelves.Files.Scope, id) is null && context.Catalogue.Documents.Find(Shelves.Datasets.Scope, id) is null ? throw new RecordMissingException("file", id) : id;

    private JobRecord Find(string id) => context.Catalogue.Documents.Find(Shelves.Jobs, id) ?? throw new RecordMissingException("job", id);

    private JsonObject Status(string id)
    {
        var told = new JsonObject();
        var (any, isOpen) = (false, false);
        foreach (var job in JobsOf(id))
        {
            told[job.Extractor] = job.State == JobState.Succeeded ? "DONE" : job.Status;
            (any, isOpen) = (true, isOpen || !job.IsOver);
        }

        told["Status"] = isOpen ? "Processing" : any ? "Done" : "No Extractor Available";
        return told;
    }

    private JsonObject Statuses(JobRecord job) => new()
    {
        ["job_id"] = job.Id,
        ["msgid"] = job.MessageId,
        ["extractor"] = job.Extractor,
        ["status"] = job.Status,
        ["events"] = new JsonArray([.. StatusesOf(job).Select(static each => new JsonObject { ["status"] = each.Status, ["time"] = RecordAnswers.Time(each.At) })]),
    };

    private JsonArray Updates(JobRecord job) => [.. StatusesOf(job).Select(each => new JsonObject { ["job_id"] = job.Id, ["timestamp"] = RecordAnswers.Time(each.At), ["status"] = each.Status })];

    private IEnumerable<StatusRecord> StatusesOf(JobRecord job) => context.Catalogue.Documents.Below(Shelves.Statuses.Scope, job.Id).Select(static item => Shelves.Statuses.Read(item.Value));

    private Answer List(WebRequest request)
    {
        var (skip, limit) = (request.Number("skip", 0), request.Number("limit", Usual));
        var (listener, status, file, dataset) = (request.Query("listener_id"), request.Query("status"), request.Query("file_id"), request.Query("dataset_id"));
        var list = context.Catalogue.Documents.All(Shelves.Jobs)
            .Where(job => (listener is null || job.Extractor == listener) && (file is null || job.File == file) && (dataset is null || job.Dataset == dataset))
            .Select(RecordAnswers.Of).Where(told => status is null || told["status"]!.GetValue<string>() == status).ToList();
        return Web.Answer.Ok(RecordAnswers.Page(new JsonArray([.. list.Skip(skip).Take(limit)]), list.Count, skip, limit));
    }
}
