using System.Text.Json;
using System.Text.Json.Nodes;
using Windrow.Events.Clowder.Serving.Records;

namespace Windrow.Events.Clowder.Serving.Work;

/// <summary>What an extractor tells of a job.</summary>
/// <param name="State">Null: nothing that changes how it stands.</param>
/// <param name="Text">The whole status, as it was written.</param>
/// <param name="Message">For people.</param>
internal sealed record ReportedStatus(string Job, JobState? State, string Text, string Message)
{
    private const string Prefix = "StatusMessage.";

    /// <summary>
    /// Reads a status. Those of pyclowder say what kind they are; those of jclowder, and of older pyclowders, are told apart by how they begin and end. Clowder itself takes any
    /// text for the end of a job that has "done" within, also "done with part 1"; this does not.
    /// </summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ReportedStatus Read(ReadOnlySpan<byte> body)
    {
        if (JsonNode.Parse(ClowderEvent.Utf8Of(body)) is not JsonObject told)
            throw new JsonException("it is no object");
        var job = TextOf(told, "job_id") ?? TextOf(told, "jobid") ?? throw new JsonException("it has no 'job_id'");
        var text = TextOf(told, "status") ?? throw new JsonException("it has no 'status'");
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var kind = TextOf(told, "message_type") ?? (colon > 0 ? text[..colon] : text);
        var message = TextOf(told, "message") ?? (colon > 0 ? text[(colon + 2)..] : text);
        return new ReportedStatus(job, StateOf(kind, text), text, message);
    }

    private static JobState? StateOf(string kind, string text) => (kind.StartsWith(Prefix, StringComparison.Ordinal) ? kind[Prefix.Length..] : kind).ToUpperInvariant() switch
    {
        "START" or "STARTED" => JobState.Started,
        "PROCESSING" => JobState.Processing,
        "DONE" or "SUCCEEDED" => JobState.Succeeded,
        "SKIP" or "SKIPPED" => JobState.Skipped,
        "ERROR" or "FAILED" => JobState.Error,
        "RETRY" or "RESUBMITTED" => JobState.Resubmitted,
        _ => ByText(text.TrimEnd('.', ' ')),
    };

    private static JobState? ByText(string text)
    {
        if (text.EndsWith("Done processing", StringComparison.OrdinalIgnoreCase) || text.EndsWith(" Done", StringComparison.Ordinal))
            return JobState.Succeeded;
        return text.EndsWith("Started processing", StringComparison.OrdinalIgnoreCase) ? JobState.Started : JobState.Processing;
    }

    private static string? TextOf(JsonObject told, string name) => told[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
