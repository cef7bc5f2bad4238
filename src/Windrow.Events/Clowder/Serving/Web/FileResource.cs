using System.Net;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Files: what they hold, what is known of them, and those that are uploaded.</summary>
internal sealed class FileResource(WebContext context) : IWebResource
{
    private readonly UploadForms _uploads = new(context);

    public Task<Answer>? Answer(WebRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["files", var id]) => Task.FromResult(Bytes(Find(id))),
        ("GET", ["files", var id, "blob"]) => Task.FromResult(Bytes(Find(id))),
        ("GET", ["files", var id, "metadata"]) when !request.IsSecond => Task.FromResult(Web.Answer.Ok(RecordAnswers.Of(Find(id), isSecond: false))),
        ("GET", ["files", var id, "summary"]) when request.IsSecond => Task.FromResult(Web.Answer.Ok(RecordAnswers.Of(Find(id), isSecond: true))),
        ("DELETE", ["files", var id]) => RemoveAsync(request, id),
        ("PUT", ["files", var id, "filename"]) => RenameAsync(request, id),
        ("POST", ["uploadToDataset", var dataset]) when !request.IsSecond => UploadAsync(request, dataset),
        ("POST", ["datasets", var dataset, "files"]) when request.IsSecond => UploadAsync(request, dataset),
        ("GET", ["files", var id, "tags"]) => Task.FromResult(Web.Answer.Ok(Tags(id, Find(id)))),
        ("POST", ["files", var id, "tags"]) => TagAsync(request, id),
        _ => null,
    };

    private FileRecord Find(string id) => context.Catalogue.Documents.Find(Shelves.Files, id) ?? throw new RecordMissingException("file", id);

    private Answer Bytes(FileRecord file)
    {
        Stream? stream;
        try
        {
            stream = file.Path is { } path ? context.Services.Files.Find(path) is null ? null : context.Services.Files.OpenRead(path) : context.Catalogue.Content.OpenRead(file.Content!);
        }
        catch (UnauthorizedAccessException exception)
        {
            return Web.Answer.Error(HttpStatusCode.InternalServerError, exception.Message, isSecond: false);
        }

        // It was left in place, and somebody has taken it away.
        if (stream is null)
            return Web.Answer.Error(HttpStatusCode.Gone, $"the bytes of file '{file.Id}' are not there any more{(file.Path is null ? "" : $": it was left at {file.Path}")}", isSecond: false);
        return new Answer(HttpStatusCode.OK, null)
        {
            ContentType = file.ContentType,
            Length = stream.Length,
            FileName = file.Name,
            Body = async (to, gone) =>
            {
                await using (stream)
                    await stream.CopyToAsync(to, 1 << 17, gone).ConfigureAwait(false);
            },
        };
    }

    private async Task<Answer> UploadAsync(WebRequest request, string datasetId)
    {
        // Before its bytes are taken in.
        if (context.Catalogue.Documents.Find(Shelves.Datasets, datasetId) is null)
            throw new RecordMissingException("dataset", datasetId);
        var upload = await _uploads.ReadAsync(request, "file").ConfigureAwait(false);
        var file = new FileRecord(upload.Id, datasetId, upload.Name, upload.ContentType, upload.Length, context.Catalogue.Now, request.User.Email) { Path = upload.Path, Content = upload.Path is null ? upload.Id : null };
        try
        {
            await context.Catalogue.AddFileAsync(file, null, request.Cause).ConfigureAwait(false);
        }
        catch (RecordMissingException)
        {
            context.Catalogue.Content.Discard(upload.Id);
            throw;
        }

        return Web.Answer.Ok(request.IsSecond ? RecordAnswers.Of(file, isSecond: true) : new JsonObject { ["id"] = file.Id });
    }

    private async Task<Answer> RemoveAsync(WebRequest request, string id)
    {
        await context.Catalogue.RemoveFileAsync(id, request.Cause).ConfigureAwait(false);
        return request.IsSecond ? Web.Answer.Ok(new JsonObject { ["deleted"] = id }) : Web.Answer.Success();
    }

    private async Task<Answer> RenameAsync(WebRequest request, string id)
    {
        var name = WebRequest.Text(await request.JsonAsync().ConfigureAwait(false), "name") is { Length: > 0 } given ? given : throw new BadRequestException("there is no 'name'");
        await context.Catalogue.Documents.Change(edit => edit.Put(Shelves.Files, id, (edit.Find(Shelves.Files, id) ?? throw new RecordMissingException("file", id)) with { Name = name })).ConfigureAwait(false);
        return Web.Answer.Success();
    }

    private async Task<Answer> TagAsync(WebRequest request, string id)
    {
        var tags = TagList.From(await request.JsonAsync().ConfigureAwait(false));
        FileRecord file = null!;
        await context.Catalogue.Documents.Change(edit =>
        {
            file = edit.Find(Shelves.Files, id) ?? throw new RecordMissingException("file", id);
            edit.Put(Shelves.Files, id, file = file with { Tags = [.. file.Tags.Union(tags)] });
        }).ConfigureAwait(false);
        return Web.Answer.Ok(Tags(id, file));
    }

    private static JsonObject Tags(string id, FileRecord file) => new() { ["id"] = id, ["filename"] = file.Name, ["tags"] = new JsonArray([.. file.Tags.Select(static tag => (JsonNode)tag)]) };
}
