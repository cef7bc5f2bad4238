using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Windrow.Core.Messages;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>Metadata for what a job is about: JSON-LD, as servers of either generation take it.</summary>
internal sealed class MetadataUpload(Job job, Metadata content) : IUpload
{
    private const string Vocabulary = "https://clowder.ncsa.illinois.edu/contexts/metadata.jsonld";

    public string Name => $"{(job.IsDataset ? "dataset" : "file")} metadata";

    private bool IsFirst => job.Server.Version == ClowderVersion.V1;

    private string Path => $"{job.Place}/metadata{(IsFirst ? ".jsonld" : "")}";

    public bool IsThere(Job asked, string part)
    {
        var there = job.Desk.Servers!.Client.Get(job.Server, Path);
        if (there.TryGetMap(out var map) && map!.TryGet("data", out var data))
            there = data;
        if (!there.TryGetList(out var list))
            return false;
        var ours = MetadataJson.ToText(MetadataValue.Of(content));
        foreach (ref readonly var item in list.Items)
        {
            if (item.TryGetMap(out var entry) && entry!.TryGet("content", out var value) && MetadataJson.ToText(value) == ours && IsOurs(entry))
                return true;
        }

        return false;
    }

    public void Send(Job to, string part, Action<string> half)
    {
        var body = Body();
        job.Desk.Servers!.Client.Send(job.Server, HttpMethod.Post, Path, _ => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } });
    }

    private bool IsOurs(Metadata entry)
    {
        var who = entry.TryGet("agent", out var value) || entry.TryGet("listener", out value) ? value : default;
        return !who.TryGetMap(out var agent) || !agent!.TryGetString("name", out var name) || name == job.Desk.Info!.Name
            || (agent.TryGetString("extractor_id", out var id) && id == Agent) || (agent.TryGet("listener", out var listener) && listener.TryGetMap(out var by) && by!.TryGetString("name", out name) && name == job.Desk.Info.Name);
    }

    private string Agent => $"{job.Server.Host}extractors/{Uri.EscapeDataString(job.Desk.Info!.Name)}/{Uri.EscapeDataString(job.Desk.Info.Version)}";

    private byte[] Body()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (IsFirst)
                WriteFirst(writer);
            else
                WriteSecond(writer);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private void WriteFirst(Utf8JsonWriter writer)
    {
        var info = job.Desk.Info!;
        writer.WriteStartArray("@context");
        writer.WriteStringValue(Vocabulary);
        WriteContexts(writer);
        writer.WriteEndArray();
        writer.WriteStartObject("attachedTo");
        writer.WriteString("resourceType", job.IsDataset ? "dataset" : "file");
        writer.WriteString("id", job.Resource);
        writer.WriteEndObject();
        writer.WriteStartObject("agent");
        writer.WriteString("@type", "cat:extractor");
        writer.WriteString("extractor_id", Agent);
        writer.WriteString("version", info.Version);
        writer.WriteString("name", info.Name);
        writer.WriteEndObject();
        writer.WritePropertyName("content");
        MetadataJson.Write(writer, content);
    }

    private void WriteSecond(Utf8JsonWriter writer)
    {
        var info = job.Desk.Info!;
        writer.WriteString("context_url", Vocabulary);
        writer.WriteStartArray("context");
        WriteContexts(writer);
        writer.WriteEndArray();
        writer.WritePropertyName("content");
        MetadataJson.Write(writer, content);
        writer.WritePropertyName("contents");
        MetadataJson.Write(writer, content);
        writer.WriteStartObject("listener");
        writer.WriteString("name", info.Name);
        writer.WriteString("version", info.Version);
        writer.WriteString("description", info.Description);
        writer.WriteEndObject();
    }

    // All that the extractor declares, in one list with the vocabulary.
    private void WriteContexts(Utf8JsonWriter writer)
    {
        using var contexts = JsonDocument.Parse(job.Desk.Info!.Contexts);
        if (contexts.RootElement.ValueKind != JsonValueKind.Array)
        {
            contexts.RootElement.WriteTo(writer);
            return;
        }

        foreach (var context in contexts.RootElement.EnumerateArray())
            context.WriteTo(writer);
    }
}
