using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Events.Clowder.Uploads;

/// <summary>Options of the <c>clowder</c> sink.</summary>
public sealed class ClowderSinkOptions
{
    public static readonly OptionSet<ClowderSinkOptions> Set = new OptionSet<ClowderSinkOptions>("clowder")
        .Choice("upload", static o => o.Upload, static (o, v) => o.Upload = v, "What of a message is sent to the server of its job: 'metadata', attached to the file or dataset that the job is about; 'file', the payload as a file of the dataset; 'preview', the payload as a preview of the file; 'thumbnail', the payload, a picture.", [("metadata", UploadKind.Metadata), ("file", UploadKind.File), ("preview", UploadKind.Preview), ("thumbnail", UploadKind.Thumbnail)])
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For metadata: those that are sent; by default all that were not there when the work on the job began.", example: "[lines, words]")
        .Parsed("as", static o => o.As?.Text, static (o, v) => o.ReadAs(v), "The name of the file on the server, as a pattern over the metadata; by default that of the file that the payload is.", example: "\"{filename}.counts.csv\"")
        .Check(static (o, report) =>
        {
            if (o.Keys.Count > 0 && o.Upload != UploadKind.Metadata)
                report.Error("keys", "they say which metadata are sent, and none are", "write 'upload: metadata', or leave them out");
            if (o.As is not null && o.Upload == UploadKind.Metadata)
                report.Error("as", "metadata have no name", "write 'upload: file', or leave it out");
        });

    public UploadKind Upload { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public FilePattern? As { get; private set; }

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
