using System.Net.Http.Headers;
using System.Text.Json;
using Windrow.Core.Errors;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>
/// A visualization of Clowder 2, which has them in place of previews: what is to be shown of which file or dataset, and by which component, is told first, and the bytes are
/// sent to that.
/// </summary>
/// <param name="component">Null: by the type.</param>
internal sealed class VisualizationUpload(UploadContent content, string type, string? component) : IUpload
{
    public string Name => $"visualization {content.Name}";

    // Told twice, the first half alone shows nothing.
    public bool IsThere(Job job, string part)
    {
        if (part.Length == 0 || !job.Desk.Servers!.Client.Get(job.Server, $"visualizations/{Uri.EscapeDataString(job.Resource)}/config").TryGetList(out var list))
            return false;
        foreach (ref readonly var item in list.Items)
        {
            if (item.TryGetMap(out var config) && config!.TryGetString("id", out var id) && id == part && config.TryGet("visualization_data", out var data) && data.TryGetList(out var there))
                return there.Count > 0;
        }

        return false;
    }

    public void Send(Job job, string part, Action<string> half)
    {
        var client = job.Desk.Servers!.Client;
        if (part.Length == 0)
        {
            var body = Config(job);
            part = PictureUpload.IdOf(client.Send(job.Server, HttpMethod.Post, "visualizations/config", _ => new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }));
            half(part);
        }

        var query = $"name={Uri.EscapeDataString(content.Name)}&description={Uri.EscapeDataString(job.Desk.Info!.Description)}&config={Uri.EscapeDataString(part)}";
        client.Send(job.Server, HttpMethod.Post, $"visualizations?{query}", patience => content.Form("file", patience, type));
    }

    private byte[] Config(Job job)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("resource");
            writer.WriteString("collection", job.IsDataset ? "datasets" : "files");
            writer.WriteString("resource_id", job.Resource);
            writer.WriteEndObject();
            writer.WriteString("client", job.Desk.Info!.Name);
            writer.WriteStartObject("parameters");
            writer.WriteEndObject();
            writer.WriteString("visualization_mimetype", type);
            writer.WriteString("visualization_component_id", component ?? Usual());
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private string Usual() => type[..type.IndexOf('/', StringComparison.Ordinal)] is var kind and ("image" or "audio" or "video")
        ? $"basic-{kind}-component"
        : throw new FailureException(Failure.Permanent($"nothing says which component of Clowder shows what is {type}", "write for example 'component: basic-image-component', and 'mime-type' where the name does not say it"));
}
