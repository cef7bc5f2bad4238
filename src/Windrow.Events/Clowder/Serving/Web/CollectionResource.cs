using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>Collections and spaces, as far as extractors ask for them: found by name, made, and filled. Nothing else here depends on them.</summary>
internal sealed class CollectionResource(WebContext context) : IWebResource
{
    public Task<Answer>? Answer(WebRequest request) => request.IsSecond ? null : (request.Method, request.Path) switch
    {
        ("GET", ["collections" or "spaces"]) => Task.FromResult(List(request)),
        ("POST", ["collections"] or ["spaces"] or ["collections", "newCollectionWithParent"]) => CreateAsync(request),
        ("GET", ["collections" or "spaces", var id]) => Task.FromResult(Web.Answer.Ok(Tell(Find(id)))),
        ("GET", ["collections" or "spaces", var id, "datasets"]) => Task.FromResult(Datasets(id)),
        ("GET", ["collections", var id, "getChildCollections"]) => Task.FromResult(Children(id)),
        ("POST", ["collections", var id, "datasets", var dataset]) => AddAsync(id, "datasets", dataset),
        ("POST", ["collections", var id, "addSubCollection", var child]) => AddAsync(id, "collections", child),
        ("POST", ["spaces", var id, "addDatasetToSpace", var dataset]) => AddAsync(id, "datasets", dataset),
        ("POST", ["spaces", var id, "addCollectionToSpace", var child]) => AddAsync(id, "collections", child),
        _ => null,
    };

    /// <summary>Ids as they are sent: one, or a list of them.</summary>
    public static IEnumerable<string> Ids(JsonNode? node) => node switch
    {
        JsonArray list => list.SelectMany(Ids),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => [text],
        _ => [],
    };

    private CollectionRecord Find(string id) => context.Catalogue.Documents.Find(Shelves.Collections, id) ?? throw new RecordMissingException("collection", id);

    private Answer List(WebRequest request)
    {
        var (title, isExact) = (request.Query("title"), request.Query("exact") == "true");
        return Web.Answer.Ok(new JsonArray([.. context.Catalogue.Documents.All(Shelves.Collections)
            .Where(each => each.IsSpace == (request.Path[0] == "spaces") && (title is null || (isExact ? each.Name == title : each.Name.Contains(title, StringComparison.OrdinalIgnoreCase)))).Select(Tell)]));
    }

    private async Task<Answer> CreateAsync(WebRequest request)
    {
        var json = await request.JsonAsync().ConfigureAwait(false);
        var name = WebRequest.Text(json, "name") is { Length: > 0 } given ? given : throw new BadRequestException("there is no 'name'");
        var made = new CollectionRecord(context.Catalogue.Ids.Next(), name, WebRequest.Text(json, "description") ?? "", context.Catalogue.Now, request.User.Email) { IsSpace = request.Path[0] == "spaces" };
        await context.Catalogue.Documents.Change(edit =>
        {
            edit.Put(Shelves.Collections, made.Id, made);
            foreach (var parent in Ids(json["parentId"]).Concat(Ids(json["space"])))
                edit.Mark(Shelves.Members, $"{parent}/collections/{made.Id}");
        }).ConfigureAwait(false);
        return Web.Answer.Id(made.Id);
    }

    private async Task<Answer> AddAsync(string id, string kind, string member)
    {
        await context.Catalogue.Documents.Change(edit =>
        {
            if (edit.Find(Shelves.Collections, id) is null)
                throw new RecordMissingException("collection", id);
            if (edit.Find(kind == "datasets" ? Shelves.Datasets.Scope : Shelves.Collections.Scope, member) is null)
                throw new RecordMissingException(kind == "datasets" ? "dataset" : "collection", member);
            edit.Mark(Shelves.Members, $"{id}/{kind}/{member}");
        }).ConfigureAwait(false);
        return Web.Answer.Success();
    }

    private Answer Datasets(string id) => Web.Answer.Ok(new JsonArray([.. Members(id, "datasets").Select(member => context.Catalogue.Documents.Find(Shelves.Datasets, member)).OfType<DatasetRecord>().Select(static each => RecordAnswers.Of(each, isSecond: false))]));

    private Answer Children(string id) => Web.Answer.Ok(new JsonArray([.. Members(id, "collections").Select(member => context.Catalogue.Documents.Find(Shelves.Collections, member)).OfType<CollectionRecord>().Select(Tell)]));

    private IEnumerable<string> Members(string id, string kind)
    {
        Find(id);
        return context.Catalogue.Documents.Below(Shelves.Members, $"{id}/{kind}").Select(item => item.Key[(id.Length + kind.Length + 2)..]);
    }

    private static JsonObject Tell(CollectionRecord record) => new() { ["id"] = record.Id, ["name"] = record.Name, ["collectionname"] = record.Name, ["description"] = record.Description, ["created"] = RecordAnswers.Time(record.Created) };
}
