using System.Net;
using System.Text.Json.Nodes;

namespace Windrow.Events.Clowder.Serving.Web;

/// <summary>What a request is answered with: a status and JSON, or bytes.</summary>
internal sealed record Answer(HttpStatusCode Status, JsonNode? Json)
{
    /// <summary>Writes the body, where it is no JSON, until whoever asked is gone.</summary>
    public Func<Stream, CancellationToken, Task>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    /// <summary>Bytes of the body; null: it is not known yet.</summary>
    public long? Length { get; init; }

    /// <summary>The name under which whoever asks may keep it.</summary>
    public string? FileName { get; init; }

    public static Answer Ok(JsonNode json) => new(HttpStatusCode.OK, json);

    public static Answer Id(string id) => Ok(new JsonObject { ["id"] = id });

    /// <summary>As Clowder 1 answers where there is nothing to say.</summary>
    public static Answer Success() => Ok(new JsonObject { ["status"] = "success" });

    /// <summary>An error, as the interface words it.</summary>
    public static Answer Error(HttpStatusCode status, string text, bool isSecond) =>
        new(status, isSecond ? new JsonObject { ["detail"] = text } : new JsonObject { ["status"] = "error", ["msg"] = text });
}
