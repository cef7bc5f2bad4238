using System.Net;
using System.Text.Json.Nodes;
using Windrow.Core.Errors;
using Windrow.Events.Clowder.Serving.Records;
using Windrow.Events.Clowder.Serving.Work;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Extractors, and the work that they are asked for.</summary>
internal sealed class ExtractionResource(WebContext context) : IWebResource
{
    private readonly JobReports _reports = new(context);

    public Task<Answer>? Answer(WebRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["extractors"] or ["listeners"]) => Task.FromResult(Web.Answer.Ok(RecordAnswers.List(context.Registry.All.Select(RecordAnswers.Of), request.IsSecond))),
        ("GET", ["extractors" or "listeners", var name]) => Task.FromResult(Web.Answer.Ok(RecordAnswers.Of(context.Registry.Find(name) ?? throw new RecordMissingException("extractor", name)))),
        ("POST", ["extractors"]) => RegisterAsync(request),
        ("POST", ["files" or "datasets", var id, "extractions"]) => SubmitAsync(request, id, null),
        ("POST", ["files" or "datasets", var id, "extract"]) when request.IsSecond => SubmitAsync(request, id, request.Query("extractorName") ?? throw new BadRequestException("there is no 'extractorName' in the address")),
        ("POST", ["selected", "submit", var dataset, var files]) when !request.IsSecond => SubmitManyAsync(request, dataset, files),
        ("DELETE", ["files" or "datasets", var id, "extractions", var message]) when !request.IsSecond => CancelAsync(id, message),
        ("GET", _) => _reports.Answer(request),
        _ => null,
    };

    private async Task<Answer> RegisterAsync(WebRequest request)
    {
        var problem = await context.Registry.RegisterAsync(await request.JsonAsync().ConfigureAwait(false), null).ConfigureAwait(false);
        return problem is null ? Web.Answer.Success() : Web.Answer.Error(HttpStatusCode.BadRequest, problem, request.IsSecond);
    }

    private async Task<Answer> SubmitAsync(WebRequest request, string id, string? extractor)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        var isSent = extractor is not null; // in the address, and the body holds the parameters alone
        extractor ??= WebRequest.Text(json, "extractor") is { Length: > 0 } named ? named : throw new BadRequestException("there is no 'extractor' that is to do the work");
        var parameters = isSent ? json : json["parameters"] switch
        {
            null => [],
            JsonObject map => (JsonObject)map.DeepClone(),
            _ => throw new BadRequestException("'parameters' is to be an object"),
        };
        JobRecord? job = null;
        await context.Catalogue.Documents.Change(edit =>
        {
            var isOfFile = request.Path[0] == "files";
            var file = isOfFile ? edit.Find(Shelves.Files, id) : null;
            var dataset = isOfFile ? null : edit.Find(Shelves.Datasets, id);
            if (file is not null || dataset is not null)
                job = context.Jobs.Submit(edit, new Submission(extractor, file, dataset, parameters, request.IsSecond ? ClowderVersion.V2 : ClowderVersion.V1, request.Cause));
        }).ConfigureAwait(false);
        if (job is null)
        {
            var kind = request.Path[0] == "files" ? "File" : "Dataset";
            return request.IsSecond ? Web.Answer.Error(HttpStatusCode.NotFound, $"{kind} {id} not found", isSecond: true) : new Answer(HttpStatusCode.BadRequest, new JsonObject { ["request"] = $"{kind} not found" });
        }

        context.Jobs.Made();
        return Web.Answer.Ok(request.IsSecond ? JsonValue.Create(job.Id) : new JsonObject { ["status"] = "OK", ["job_id"] = job.Id });
    }

    private async Task<Answer> SubmitManyAsync(WebRequest request, string datasetId, string files)
    {
        var extractor = WebRequest.Text(await request.JsonAsync().ConfigureAwait(false), "extractor") is { Length: > 0 } named ? named : throw new BadRequestException("there is no 'extractor' that is to do the work");
        var jobs = new JsonObject();
        await context.Catalogue.Documents.Change(edit =>
        {
            if (edit.Find(Shelves.Datasets, datasetId) is null)
                throw new RecordMissingException("dataset", datasetId);
            foreach (var id in files.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct())
            {
                var file = edit.Find(Shelves.Files, id) ?? throw new RecordMissingException("file", id);
                jobs[id] = context.Jobs.Submit(edit, new Submission(extractor, file, null, [], ClowderVersion.V1, request.Cause)).Id;
            }
        }).ConfigureAwait(false);
        context.Jobs.Made();
        return Web.Answer.Ok(new JsonObject { ["status"] = "success", ["jobs"] = jobs });
    }

    // What an extractor has begun goes on: nobody can call it back.
    private async Task<Answer> CancelAsync(string id, string message)
    {
        var job = _reports.JobsOf(id).FirstOrDefault(each => each.MessageId == message) ?? throw new RecordMissingException("submission", message);
        await NoteAsync(job.Id, null, "Cancel Requested").ConfigureAwait(false);
        var isOut = job.State == JobState.Created && context.Catalogue.Documents.Find(Shelves.Owed, job.Id) is not null && job.Message.Length > 0;
        try
        {
            isOut = isOut || await context.Search.RemoveAsync(job.Queue, message, CancellationToken.None).ConfigureAwait(false);
        }
        catch (FailureException exception)
        {
            await NoteAsync(job.Id, null, "Cancel Failed").ConfigureAwait(false);
            return Web.Answer.Error(HttpStatusCode.ServiceUnavailable, exception.Failure.Reason, isSecond: false);
        }

        await NoteAsync(job.Id, isOut ? JobState.Cancelled : null, isOut ? "Cancel Success" : "Cancel Failed").ConfigureAwait(false);
        return Web.Answer.Ok(new JsonObject { ["status"] = "OK" });
    }

    private Task NoteAsync(string job, JobState? state, string text) => context.Jobs.NoteAsync(job, new ReportedStatus(job, state, text, text));
}
