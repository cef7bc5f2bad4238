using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Windrow.Core;
using Windrow.Core.Outside;
using Windrow.Core.State;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>The extractors that have registered. Safe for several threads.</summary>
internal sealed class Registry(Documents documents, ServerOptions options, EngineServices services, ILogger log)
{
    private readonly ConcurrentDictionary<string, ExtractorRecord> _known = new(StringComparer.Ordinal);

    /// <summary>An extractor was heard of, by a heartbeat or a registration; told when that is durable.</summary>
    public event Action<ExtractorRecord>? Heard;

    public IEnumerable<ExtractorRecord> All => _known.Values.OrderBy(static each => each.Name, StringComparer.Ordinal);

    /// <summary>Which of those that files wait for have not registered.</summary>
    public IReadOnlyList<string> Missing => [.. options.Extractors.Where(name => !_known.ContainsKey(name))];

    public void Load(IStateReader state)
    {
        foreach (var extractor in state.All(Shelves.Extractors))
            _known[extractor.Name] = extractor;
        foreach (var name in Missing)
            services.Outside.Report(new OutsideHost(name, IsReachable: false, "the extractor has not registered", null, services.Time.GetUtcNow()));
    }

    public ExtractorRecord? Find(string name) => _known.GetValueOrDefault(name);

    /// <summary>Takes an extractor in, or notes that it lives.</summary>
    /// <param name="queue">Null: it is named as the extractor.</param>
    /// <returns>What is wrong with what it says of itself; null: nothing.</returns>
    public async Task<string?> RegisterAsync(JsonObject info, string? queue)
    {
        if (Text(info, "name") is not { Length: > 0 } bare)
            return "there is no 'name' in what it says of itself";
        if (info["process"] is { } process and not JsonObject)
            return $"'process' of {bare} is no object, but {process.GetValueKind()}";

        // Of a private one there may be several, each with a queue of its own.
        var isPrivate = Text(info, "unique_key") is { Length: > 0 };
        var name = isPrivate && queue is { Length: > 0 } ? queue : bare;
        ExtractorRecord record = null!;
        var isNew = false;
        await documents.Change(edit =>
        {
            var before = edit.Find(Shelves.Extractors, name);
            isNew = before is null || before.Version != (Text(info, "version") ?? "") || !JsonNode.DeepEquals(before.Document, info);
            record = new ExtractorRecord(name, Text(info, "version") ?? "", queue is { Length: > 0 } ? queue : bare, services.Time.GetUtcNow(), info)
            {
                CaughtUpTo = before is not null ? before.CaughtUpTo : options.CatchUp ? "" : null,
            };
            edit.Put(Shelves.Extractors, name, record);
            edit.Then(() => _known[name] = record);
        }).ConfigureAwait(false);
        if (isNew)
            ServerLog.Registered(log, record.Name, record.Version, record.Queue);
        if (options.Extractors.Contains(record.Name))
            services.Outside.Report(new OutsideHost(record.Name, IsReachable: true, null, null, record.LastAlive));
        Heard?.Invoke(record);
        return null;
    }

    /// <summary>Notes how far an extractor has been given what came before it.</summary>
    public void Advance(DocumentEdit edit, string name, string? to)
    {
        if (edit.Find(Shelves.Extractors, name) is not { } before)
            return;
        var after = before with { CaughtUpTo = to };
        edit.Put(Shelves.Extractors, name, after);
        edit.Then(() => _known[name] = after);
    }

    /// <summary>Those that an event is for. One does not hear of the metadata that it has attached itself, which would set it off for ever.</summary>
    public IEnumerable<ExtractorRecord> For(WorkEvent what)
    {
        foreach (var extractor in _known.Values)
        {
            if (extractor.Takes(what.Kind, what.Operation) && what.Metadata?.Extractor != extractor.Name && IsOpenTo(extractor, what.User))
                yield return extractor;
        }
    }

    private static bool IsOpenTo(ExtractorRecord extractor, string user)
    {
        if (Text(extractor.Document, "unique_key") is not { Length: > 0 })
            return true;
        return user.Length > 0 && extractor.Document["permissions"] is JsonArray permissions && permissions.Any(each => each is not null && each.GetValueKind() == JsonValueKind.String && each.GetValue<string>() == user);
    }

    private static string? Text(JsonObject info, string name) => info[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
