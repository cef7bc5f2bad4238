namespace Windrow.Events.Clowder.Uploads;

/// <summary>MIME types of what is shown as a preview, by the names of files (IANA's registry of media types).</summary>
internal static class MimeTypes
{
    private static readonly Dictionary<string, string> ByEnding = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".svg"] = "image/svg+xml",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".pdf"] = "application/pdf",
        [".json"] = "application/json",
        [".geojson"] = "application/geo+json",
        [".csv"] = "text/csv",
        [".txt"] = "text/plain",
        [".html"] = "text/html",
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mp3"] = "audio/mpeg",
        [".wav"] = "audio/wav",
    };

    public static string Of(string name) => ByEnding.GetValueOrDefault(Path.GetExtension(name), "application/octet-stream");
}
