using System.Net.Http.Headers;
using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>Options of the <c>clowder</c> sink.</summary>
public sealed class ClowderSinkOptions
{
    public static readonly OptionSet<ClowderSinkOptions> Set = new OptionSet<ClowderSinkOptions>("clowder")
        .Choice("upload", static o => o.Upload, static (o, v) => o.Upload = v, "What of a message is sent to the server of its job: 'metadata', attached to the file or dataset that the job is about; 'file', the payload as a file of the dataset; 'preview', the payload as a preview of the file, or a visualization of Clowder 2; 'thumbnail', the payload, a picture.", [("metadata", UploadKind.Metadata), ("file", UploadKind.File), ("preview", UploadKind.Preview), ("thumbnail", UploadKind.Thumbnail)])
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For metadata: those that are sent; by default all that were not there when the work on the job began.", example: "[lines, words]")
        .Parsed("as", static o => o.As?.Text, static (o, v) => o.ReadAs(v), "The name of the file on the server, as a pattern over the metadata; by default that of the file that the payload is.", example: "\"{filename}.counts.csv\"")
        .Text("component", static o => o.Component, static (o, v) => o.Component = v, "Of a preview on a Clowder of version 2: what shows it there; by default what that shows pictures, sounds or films with.", example: "basic-image-component")
        .Text("mime-type", static o => o.MimeType, static (o, v) => o.MimeType = v, "Of a preview on a Clowder of version 2: what it is; by default what its name says.", example: "image/png")
        .Check(static (o, report) =>
        {
            if ((o.Component ?? o.MimeType) is not null && o.Upload != UploadKind.Preview)
                report.Error(o.Component is null ? "mime-type" : "component", "it is said of previews, and none is sent", "write 'upload: preview', or leave it out");
            if (o.MimeType is { } type && !(MediaTypeHeaderValue.TryParse(type, out _) && type.Contains('/', StringComparison.Ordinal)))
                report.Error("mime-type", $"'{type}' is no MIME type", "write for example 'mime-type: image/png'");
            if (o.Keys.Count > 0 && o.Upload != UploadKind.Metadata)
                report.Error("keys", "they say which metadata are sent, and none are", "write 'upload: metadata', or leave them out");
            if (o.As is not null && o.Upload == UploadKind.Metadata)
                report.Error("as", "metadata have no name", "write 'upload: file', or leave it out");
        });

    public UploadKind Upload { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public FilePattern? As { get; private set; }

    public string? Component { get; set; }

    public string? MimeType { get; set; }

    private string? ReadAs(string text)
    {
        try
        {
            As = FilePattern.Parse(text);
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
