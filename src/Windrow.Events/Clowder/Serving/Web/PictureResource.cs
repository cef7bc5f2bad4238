using System.Net;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Previews, thumbnails and visualizations: their bytes come first, and then what they are of.</summary>
internal sealed class PictureResource(WebContext context) : IWebResource
{
    private readonly UploadForms _uploads = new(context);

    public Task<Answer>? Answer(WebRequest request) => (request.Method, request.Path) switch
    {
        ("POST", ["previews"] or ["fileThumbnail"]) when !request.IsSecond => AddAsync(request, "File", null),
        ("POST", ["thumbnails"]) when request.IsSecond => AddAsync(request, "file", null),
        ("POST", ["visualizations", "config"]) when request.IsSecond => ConfigureAsync(request),
        ("POST", ["visualizations"]) when request.IsSecond => AddAsync(request, "file", new JsonObject { ["name"] = request.Query("name"), ["description"] = request.Query("description"), ["config"] = request.Query("config") }),
        ("POST", ["previews", var id, "metadata"]) when !request.IsSecond => DescribeAsync(request, id),
        ("POST", ["files", var file, "previews", var id]) when !request.IsSecond => AttachAsync(file, id, isThumbnail: false),
        ("POST", ["files", var file, "thumbnails", var id]) when !request.IsSecond => AttachAsync(file, id, isThumbnail: true),
        ("PATCH", ["files", var file, "thumbnail", var id]) when request.IsSecond => AttachAsync(file, id, isThumbnail: true),
        ("PATCH", ["datasets", var dataset, "thumbnail", var id]) when request.IsSecond => AttachToDatasetAsync(dataset, id),
        ("GET", ["files", var file, "getPreviews" or "previews" or "listpreviews"]) when !request.IsSecond => Task.FromResult(List(file)),
        ("GET", ["previews" or "thumbnails" or "fileThumbnail" or "visualizations", var id]) => Task.FromResult(Bytes(id)),
        _ => null,
    };

    private async Task<Answer> AddAsync(WebRequest request, string part, JsonObject? metadata)
    {
        var upload = await _uploads.ReadAsync(request, part).ConfigureAwait(false);
        if (upload.Path is not null)
            throw new BadRequestException("a picture is sent with its bytes");
        await context.Catalogue.Documents.Change(edit => edit.Put(Shelves.Pictures, upload.Id, new PictureRecord(upload.Id, upload.Name, upload.ContentType, upload.Length, upload.Id) { Metadata = metadata })).ConfigureAwait(false);
        context.Catalogue.Content.Settle(upload.Id);
        return Web.Answer.Id(upload.Id);
    }

    private async Task<Answer> ConfigureAsync(WebRequest request)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        var id = context.Catalogue.Ids.Next();
        await context.Catalogue.Documents.Change(edit => edit.Put(Shelves.Pictures, id, new PictureRecord(id, "", "application/json", 0, "") { Metadata = json })).ConfigureAwait(false);
        var answer = (JsonObject)json.DeepClone();
        answer["id"] = id;
        return Web.Answer.Ok(answer);
    }

    private async Task<Answer> DescribeAsync(WebRequest request, string id)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        await context.Catalogue.Documents.Change(edit => edit.Put(Shelves.Pictures, id, (edit.Find(Shelves.Pictures, id) ?? throw new RecordMissingException("preview", id)) with { Metadata = json })).ConfigureAwait(false);
        return Web.Answer.Success();
    }

    private async Task<Answer> AttachAsync(string fileId, string id, bool isThumbnail)
    {
        await context.Catalogue.Documents.Change(edit =>
        {
            var file = edit.Find(Shelves.Files, fileId) ?? throw new RecordMissingException("file", fileId);
            var picture = edit.Find(Shelves.Pictures, id) ?? throw new RecordMissingException("preview", id);
            edit.Put(Shelves.Pictures, id, picture with { FileId = fileId });
            edit.Put(Shelves.Files, fileId, isThumbnail ? file with { Thumbnail = id } : file with { Previews = [.. file.Previews.Where(each => each != id), id] });
        }).ConfigureAwait(false);
        return Web.Answer.Ok(new JsonObject { ["status"] = "success", ["thumbnail_id"] = isThumbnail ? id : null });
    }

    private async Task<Answer> AttachToDatasetAsync(string dataset, string id)
    {
        await context.Catalogue.Documents.Change(edit =>
        {
            var record = edit.Find(Shelves.Datasets, dataset) ?? throw new RecordMissingException("dataset", dataset);
            if (edit.Find(Shelves.Pictures, id) is null)
                throw new RecordMissingException("thumbnail", id);
            edit.Put(Shelves.Datasets, dataset, record with { Thumbnail = id });
        }).ConfigureAwait(false);
        return Web.Answer.Ok(new JsonObject { ["thumbnail_id"] = id });
    }

    private Answer List(string fileId)
    {
        var documents = context.Catalogue.Documents;
        var file = documents.Find(Shelves.Files, fileId) ?? throw new RecordMissingException("file", fileId);
        return Web.Answer.Ok(new JsonArray([.. file.Previews.Select(id => documents.Find(Shelves.Pictures, id)).OfType<PictureRecord>().Select(static picture => new JsonObject
        {
            ["id"] = picture.Id,
            ["filename"] = picture.Name,
            ["contentType"] = picture.ContentType,
            ["length"] = picture.Length,
            ["metadata"] = picture.Metadata?.DeepClone(),
        })]));
    }

    private Answer Bytes(string id)
    {
        var picture = context.Catalogue.Documents.Find(Shelves.Pictures, id) ?? throw new RecordMissingException("preview", id);
        var stream = context.Catalogue.Content.OpenRead(picture.Content) ?? throw new RecordMissingException("preview", id);
        return new Answer(HttpStatusCode.OK, null)
        {
            ContentType = picture.ContentType,
            Length = picture.Length,
            FileName = picture.Name,
            Body = async (to, gone) =>
            {
                await using (stream)
                    await stream.CopyToAsync(to, gone).ConfigureAwait(false);
            },
        };
    }
}
