using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Windrow.Events.Clowder.Extractors;

/// <summary>Writes statuses as pyclowder does; servers tell them apart by how their text begins.</summary>
internal static class StatusMessage
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="at">UTC; statuses have whole seconds.</param>
    public static byte[] Write(string extractor, JobTicket ticket, StatusKind kind, string text, DateTimeOffset at)
    {
        var name = $"StatusMessage.{NameOf(kind)}";
        if (kind != StatusKind.Done)
            text = WithoutDone(text);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("file_id", ticket.Resource);
            writer.WriteString("extractor_id", extractor);
            writer.WriteString("job_id", ticket.JobId);
            writer.WriteString("status", $"{name}: {text}");
            writer.WriteString("start", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'-00:00'", CultureInfo.InvariantCulture));
            writer.WriteString("message_type", name);
            writer.WriteString("message", text);
            writer.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static string NameOf(StatusKind kind) => kind switch
    {
        StatusKind.Start => "start",
        StatusKind.Processing => "processing",
        StatusKind.Done => "done",
        StatusKind.Skip => "skip",
        StatusKind.Retry => "retry",
        _ => "error",
    };

    // A server of the first generation takes a job for done when 'done' stands anywhere in a status, also in "abandoned". A soft hyphen is not seen.
    private static string WithoutDone(string text)
    {
        for (int at, from = 0; (at = text.IndexOf("done", from, StringComparison.OrdinalIgnoreCase)) >= 0; from = at + 5)
            text = text.Insert(at + 2, "\u00AD");
        return text;
    }
}
