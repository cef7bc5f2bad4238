using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Metadata of files and datasets: JSON-LD, and what Clowder 2 has instead.</summary>
internal sealed class MetadataResource(WebContext context) : IWebResource
{
    public Task<Answer>? Answer(WebRequest request) => (request.Method, request.Path) switch
    {
        ("GET", ["files" or "datasets", var id, "metadata.jsonld"]) when !request.IsSecond => Task.FromResult(List(request, id)),
        ("GET", ["datasets", var id, "metadata"]) => Task.FromResult(List(request, id)),
        ("GET", ["files", var id, "metadata"]) when request.IsSecond => Task.FromResult(List(request, id)),
        ("POST", ["files" or "datasets", var id, "metadata.jsonld"]) when !request.IsSecond => AddAsync(request, id, isFree: false),
        ("POST", ["files" or "datasets", var id, "metadata"]) => AddAsync(request, id, isFree: !request.IsSecond),
        ("DELETE", ["files" or "datasets", var id, "metadata.jsonld"]) when !request.IsSecond => RemoveAsync(request, id),
        ("DELETE", ["files" or "datasets", var id, "metadata"]) when request.IsSecond => RemoveAsync(request, id),
        _ => null,
    };

    private static bool IsOfDataset(WebRequest request) => request.Path[0] == "datasets";

    private Answer List(WebRequest request, string id) => Web.Answer.Ok(new JsonArray([.. Asked(request, id).Select(each => RecordAnswers.Of(each, request.IsSecond))]));

    private IEnumerable<MetadataRecord> Asked(WebRequest request, string id)
    {
        var documents = context.Catalogue.Documents;
        if (documents.Find(IsOfDataset(request) ? Shelves.Datasets.Scope : Shelves.Files.Scope, id) is null)
            throw new RecordMissingException(IsOfDataset(request) ? "dataset" : "file", id);
        var extractor = request.Query("extractor");
        return context.Catalogue.MetadataOf(id).Where(each => extractor is null || each.Extractor == extractor);
    }

    private async Task<Answer> AddAsync(WebRequest request, string id, bool isFree)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        var (extractor, version) = isFree ? (null, null) : request.IsSecond ? Listener(json) : Agent(json);

        // What a person writes is the content itself.
        var document = isFree ? new JsonObject { ["agent"] = new JsonObject { ["@type"] = "cat:user", ["name"] = request.User.Email }, ["content"] = json } : json;
        var metadata = new MetadataRecord(context.Catalogue.Ids.Next(), IsOfDataset(request), id, context.Catalogue.Now, extractor, version, document);
        await context.Catalogue.AddMetadataAsync(metadata, request.Cause).ConfigureAwait(false);
        return Web.Answer.Ok(request.IsSecond ? RecordAnswers.Of(metadata, isSecond: true) : isFree ? new JsonObject { ["status"] = "success" } : JsonValue.Create("Metadata successfully added to db"));
    }

    private async Task<Answer> RemoveAsync(WebRequest request, string id)
    {
        var all = Asked(request, id).ToList();
        await context.Catalogue.RemoveMetadataAsync(all, request.Cause).ConfigureAwait(false);
        return Web.Answer.Ok(new JsonObject { ["status"] = "success", ["count"] = all.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) });
    }

    // Clowder refuses what does not say who says so.
    private static (string?, string?) Agent(JsonObject json)
    {
        if (json["agent"] is not JsonObject agent || WebRequest.Text(agent, "@type") is null)
            throw new BadRequestException("it does not say who says so: there is no 'agent' with an '@type'");
        if (json["content"] is null)
            throw new BadRequestException("there is no 'content'");
        var address = WebRequest.Text(agent, "extractor_id") ?? WebRequest.Text(agent, "user_id");
        if (address is null || !Uri.TryCreate(address, UriKind.Absolute, out var who))
            throw new BadRequestException("'agent' needs an 'extractor_id' or 'user_id' that is an address (URL)");
        if (agent["extractor_id"] is null)
            return (null, null);
        var parts = who.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(parts, "extractors");
        var name = WebRequest.Text(agent, "name") is { Length: > 0 } told ? told : at >= 0 && at + 1 < parts.Length ? Uri.UnescapeDataString(parts[at + 1]) : address;
        return (name, WebRequest.Text(agent, "version") ?? (at >= 0 && at + 2 < parts.Length ? Uri.UnescapeDataString(parts[at + 2]) : null));
    }

    private static (string?, string?) Listener(JsonObject json)
    {
        if (json["content"] is null && json["contents"] is null)
            throw new BadRequestException("there is no 'content'");
        var listener = json["listener"] as JsonObject ?? json["extractor"] as JsonObject;
        return listener is null ? (null, null) : (WebRequest.Text(listener, "name"), WebRequest.Text(listener, "version"));
    }
}
