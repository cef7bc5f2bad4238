using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>Metadata that somebody has attached to a file or dataset.</summary>
/// <param name="Extractor">Who says so; null: a person.</param>
/// <param name="Document">As it was sent, JSON-LD or that of Clowder 2.</param>
internal sealed record MetadataRecord(string Id, bool IsOfDataset, string Resource, DateTimeOffset Created, string? Extractor, string? Version, JsonObject Document)
{
    public JsonNode? Content => Document["content"] ?? Document["contents"];
}
