using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>An extractor that has registered.</summary>
/// <param name="Queue">Where it takes jobs from.</param>
/// <param name="LastAlive">When it was last heard of, UTC, to a minute.</param>
/// <param name="Document">Its <c>extractor_info.json</c>.</param>
internal sealed record ExtractorRecord(string Name, string Version, string Queue, DateTimeOffset LastAlive, JsonObject Document)
{
    /// <summary>How far it has been given what came before it: null, all; else a shelf and the last key.</summary>
    public string? CaughtUpTo { get; init; }

    /// <param name="kind">file, dataset or metadata.</param>
    public bool Takes(string kind, string operation)
    {
        if (Document["process"] is not JsonObject process || process[kind] is not JsonArray patterns)
            return false;
        foreach (var pattern in patterns)
        {
            if (pattern is JsonValue value && value.TryGetValue<string>(out var text) && EventPattern.Fits(text, operation))
                return true;
        }

        return false;
    }
}
