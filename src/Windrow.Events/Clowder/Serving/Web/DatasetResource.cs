using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Datasets, and what is in them.</summary>
internal sealed class DatasetResource(WebContext context) : IWebResource
{
    private const int Usual = 100;

    public Task<Answer>? Answer(WebRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["datasets"]) => Task.FromResult(List(request)),
        ("POST", ["datasets", "createempty"]) when !request.IsSecond => CreateAsync(request),
        ("POST", ["datasets"]) => CreateAsync(request),
        ("GET", ["datasets", var id]) => Task.FromResult(Web.Answer.Ok(RecordAnswers.Of(Find(id), request.IsSecond))),
        ("DELETE", ["datasets", var id]) => RemoveAsync(request, id),
        ("GET", ["datasets", var id, "files" or "listFiles" or "listAllFiles"]) => Task.FromResult(Files(request, id)),
        ("GET", ["datasets", var id, "download"]) => Task.FromResult(Zip(Find(id), request.IsSecond)),
        ("POST", ["datasets", var id, "filesetUploadEvent"]) => TellAsync(request, id),
        ("GET", ["datasets", var id, "tags"]) => Task.FromResult(Web.Answer.Ok(Tags(Find(id)))),
        ("POST", ["datasets", var id, "tags"]) => TagAsync(request, id),
        _ => null,
    };

    private DatasetRecord Find(string id) => context.Catalogue.Documents.Find(Shelves.Datasets, id) ?? throw new RecordMissingException("dataset", id);

    // By title: those that have it, or whose name has it within, as Clowder tells them apart by 'exact'.
    private Answer List(WebRequest request)
    {
        var (skip, limit) = (request.Number("skip", 0), request.Number("limit", Usual));
        var (title, isExact) = (request.Query("title"), request.Query("exact") == "true");
        var all = context.Catalogue.Documents.All(Shelves.Datasets)
            .Where(dataset => title is null || (isExact ? dataset.Name == title : dataset.Name.Contains(title, StringComparison.OrdinalIgnoreCase)));
        if (!request.IsSecond)
            return Web.Answer.Ok(new JsonArray([.. all.Skip(skip).Take(limit).Select(static dataset => RecordAnswers.Of(dataset, isSecond: false))]));
        var list = all.ToList();
        return Web.Answer.Ok(RecordAnswers.Page(new JsonArray([.. list.Skip(skip).Take(limit).Select(static dataset => RecordAnswers.Of(dataset, isSecond: true))]), list.Count, skip, limit));
    }

    private async Task<Answer> CreateAsync(WebRequest request)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        var name = WebRequest.Text(json, "name") is { Length: > 0 } given ? given : throw new BadRequestException("there is no 'name'");
        var collections = CollectionResource.Ids(json["collection"]).Concat(CollectionResource.Ids(json["space"])).ToList();
        var dataset = await context.Catalogue.AddDatasetAsync(name, WebRequest.Text(json, "description") ?? "", request.User.Email, collections).ConfigureAwait(false);
        return request.IsSecond ? Web.Answer.Ok(RecordAnswers.Of(dataset, isSecond: true)) : Web.Answer.Id(dataset.Id);
    }

    private async Task<Answer> RemoveAsync(WebRequest request, string id)
    {
        await context.Catalogue.RemoveDatasetAsync(id).ConfigureAwait(false);
        return request.IsSecond ? Web.Answer.Ok(new JsonObject { ["deleted"] = id }) : Web.Answer.Success();
    }

    private Answer Files(WebRequest request, string id)
    {
        Find(id);
        return Web.Answer.Ok(RecordAnswers.List(context.Catalogue.FilesOf(id).Select(file => RecordAnswers.Of(file, request.IsSecond)), request.IsSecond));
    }

    private async Task<Answer> TellAsync(WebRequest request, string id)
    {
        await context.Catalogue.TellOfFilesAsync(id, request.Cause).ConfigureAwait(false);
        return Web.Answer.Success();
    }

    private async Task<Answer> TagAsync(WebRequest request, string id)
    {
        var tags = TagList.From(await request.JsonAsync().ConfigureAwait(false));
        DatasetRecord dataset = null!;
        await context.Catalogue.Documents.Change(edit =>
        {
            dataset = edit.Find(Shelves.Datasets, id) ?? throw new RecordMissingException("dataset", id);
            edit.Put(Shelves.Datasets, id, dataset = dataset with { Tags = [.. dataset.Tags.Union(tags)] });
        }).ConfigureAwait(false);
        return Web.Answer.Ok(Tags(dataset));
    }

    // Written as it is sent; extractors of TERRA-REF look for metadata by the ending of the last name.
    private Answer Zip(DatasetRecord dataset, bool isSecond) => new(HttpStatusCode.OK, null)
    {
        ContentType = "application/zip",
        FileName = $"{dataset.Name}.zip",
        Body = async (to, gone) =>
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            await using var zip = await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, gone).ConfigureAwait(false);
            foreach (var file in context.Catalogue.FilesOf(dataset.Id))
            {
                var name = names.Add(file.Name) ? file.Name : $"{file.Id}/{file.Name}";
                await CopyAsync(file, zip.CreateEntry(name, CompressionLevel.NoCompression), gone).ConfigureAwait(false);
                await MetadataAsync(zip, $"{name}_metadata.json", file.Id, isSecond).ConfigureAwait(false);
            }

            await MetadataAsync(zip, $"{dataset.Id}_dataset_metadata.json", dataset.Id, isSecond).ConfigureAwait(false);
        },
    };

    // An entry has to be closed before the next is begun.
    private async Task CopyAsync(FileRecord file, ZipArchiveEntry entry, CancellationToken gone)
    {
        await using var from = (file.Path is { } path ? context.Services.Files.OpenRead(path) : context.Catalogue.Content.OpenRead(file.Content!)) ?? throw new IOException($"the bytes of file '{file.Id}' are not there any more");
        await using var to = await entry.OpenAsync(gone).ConfigureAwait(false);
        await from.CopyToAsync(to, 1 << 17, gone).ConfigureAwait(false);
    }

    private async Task MetadataAsync(ZipArchive zip, string name, string resource, bool isSecond)
    {
        var list = new JsonArray([.. context.Catalogue.MetadataOf(resource).Select(each => RecordAnswers.Of(each, isSecond))]);
        await using var entry = await zip.CreateEntry(name).OpenAsync().ConfigureAwait(false);
        await entry.WriteAsync(System.Text.Encoding.UTF8.GetBytes(list.ToJsonString())).ConfigureAwait(false);
    }

    private static JsonObject Tags(DatasetRecord dataset) => new() { ["id"] = dataset.Id, ["tags"] = new JsonArray([.. dataset.Tags.Select(static tag => (JsonNode)tag)]) };
}
