using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Records;

/// <summary>A preview or thumbnail.</summary>
internal sealed record PictureRecord(string Id, string Name, string ContentType, long Length, string Content)
{
    public string FileId { get; init; } = "";

    /// <summary>What was told of it.</summary>
    public JsonObject? Metadata { get; init; }
}
