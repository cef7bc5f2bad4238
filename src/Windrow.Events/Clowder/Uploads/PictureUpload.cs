using System.Net.Http.Headers;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>A thumbnail, or a preview of Clowder 1: its bytes are sent, and then what it is one of is told. The second half may be sent again, as it only says the same once more.</summary>
internal sealed class PictureUpload(UploadContent content, bool isThumbnail) : IUpload
{
    public string Name => isThumbnail ? "thumbnail" : "preview";

    // The first half, sent twice, is a picture of nothing, which nobody sees.
    public bool IsThere(Job job, string part) => false;

    public void Send(Job job, string part, Action<string> half)
    {
        var client = job.Desk.Servers!.Client;
        var isFirst = job.Server.Version == ClowderVersion.V1;
        if (!isThumbnail && job.IsDataset)
            throw new FailureException(Failure.Permanent("a dataset has no previews, files have", "write 'upload: thumbnail', or 'upload: file'"));
        if (isThumbnail && isFirst && job.IsDataset)
            throw new FailureException(Failure.Permanent("datasets of Clowder 1 have no thumbnails of their own, files have", "write 'upload: file'"));
        if (part.Length == 0)
        {
            var (path, field) = isThumbnail ? (isFirst ? "fileThumbnail" : "thumbnails", isFirst ? "File" : "file") : ("previews", "File");
            part = IdOf(client.Send(job.Server, HttpMethod.Post, path, patience => content.Form(field, patience)));
            half(part);
        }

        var id = Uri.EscapeDataString(part);
        if (!isFirst)
            client.Send(job.Server, HttpMethod.Patch, $"{job.Place}/thumbnail/{id}", static _ => null);
        else
            client.Send(job.Server, HttpMethod.Post, $"{job.Place}/{(isThumbnail ? "thumbnails" : "previews")}/{id}", static _ => Json("{}"));
        if (!isThumbnail)
            client.Send(job.Server, HttpMethod.Post, $"previews/{id}/metadata", _ => Json($$"""{"extractor_id":"{{System.Text.Json.JsonEncodedText.Encode(job.Desk.Info!.Name)}}"}"""));
    }

    private static ByteArrayContent Json(string text) => new(System.Text.Encoding.UTF8.GetBytes(text)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    public static string IdOf(MetadataValue answer) => answer.TryGetMap(out var map) && map!.TryGetString("id", out var id)
        ? id
        : throw new FailureException(Failure.Transient("the server does not say how it calls what was uploaded: there is no 'id' in its answer", "see that 'version' is that of the server"));
}
