using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Windrow.Core.Messages;

namespace Windrow.Events.Clowder;

/// <summary>
/// Reads what a Clowder server (v1 or v2) sends to an extractor's queue. Names are as people write them in rules; the key that gives access to the
/// data, <c>secretKey</c>, is left where it is, in the octets. The kind of event is told by the routing key within the body alone, as names of extractors
/// may look like kinds.
/// </summary>
internal static class ClowderEvent
{
    /// <summary>The value of <c>event</c> for work that somebody asked for, of a file or of a dataset.</summary>
    public const string Submission = "submission";

    private const string Unknown = "unknown";

    // What is kept as it is written: the name in the body, and ours.
    private static readonly (string Name, MetadataKey Key)[] Kept =
    [
        ("id", "id"), ("host", "host"), ("activity", "activity"), ("filename", "filename"), ("datasetname", "datasetName"), ("datasetName", "datasetName"), ("datasetId", "datasetId"),
        ("jobid", "jobId"), ("job_id", "jobId"), ("msgid", "msgid"), ("flags", "flags"), ("retry_count", "retryCount"), ("metadata", "metadata"), ("resourceType", "resourceType"),
        ("resource_type", "resourceType"), ("resourceId", "resourceId"), ("routing_key", "routingKey"), ("rulechecked", "rulechecked"),
    ];

    /// <summary>The metadata of an event.</summary>
    /// <exception cref="JsonException">The body is no JSON object.</exception>
    public static Metadata Read(ReadOnlySpan<byte> body)
    {
        var sent = MetadataJson.Parse(Utf8Of(body));
        var builder = new MetadataBuilder();
        foreach (var (name, key) in Kept)
        {
            if (sent.TryGet(name, out var value) && !(value.TryGetString(out var text) && text.Length == 0))
                builder.Set(key, value);
        }

        // Numbers come as text in v1; parameters come as an object for files, and as the text of one for datasets.
        if (sent.TryGet("fileSize", out var size) && SizeOf(size) is { } bytes)
            builder.Set("fileSize", bytes);
        if (sent.TryGet("parameters", out var parameters) && MapOf(parameters) is { } map)
            builder.Set("parameters", MetadataValue.Of(map));
        ReadSource(sent, builder);
        var kind = KindOf(sent);
        builder.Set("event", kind);
        builder.Set("resource", ResourceOf(kind, sent));
        return builder.Build();
    }

    /// <summary>A body as UTF-8, which it may be already; older clients write ISO 8859-1.</summary>
    public static ReadOnlySpan<byte> Utf8Of(ReadOnlySpan<byte> body) => Utf8.IsValid(body) ? body : Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(body));

    // The name of the file that was added stands in 'source' for events of a dataset, and that of many only there as a list.
    private static void ReadSource(Metadata sent, MetadataBuilder builder)
    {
        if (!sent.TryGet("source", out var value) || !value.TryGetMap(out var source))
            return;
        if (source!.TryGetString("mimeType", out var type))
            builder.Set("mimeType", type);
        if (!source.TryGet("extra", out value) || !value.TryGetMap(out var extra))
            return;
        if (!sent.Contains("filename") && extra!.TryGetString("filename", out var name))
            builder.Set("filename", name);
        if (extra!.TryGet("filenames", out var names) && names.Type == MetadataType.List)
            builder.Set("filenames", names);
    }

    // Routing keys are EXCHANGE.KIND…, and extractors.QUEUE for what was submitted by hand; v2 has none.
    private static string KindOf(Metadata sent)
    {
        if (!sent.TryGetString("routing_key", out var key))
            return Submission;
        if (key.StartsWith("extractors.", StringComparison.Ordinal))
            return Submission;
        var kind = key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..];
        if (kind.StartsWith("file.", StringComparison.Ordinal))
            return "file";
        return kind.StartsWith("dataset.", StringComparison.Ordinal) || kind.StartsWith("metadata.", StringComparison.Ordinal) ? kind : sent.Contains("jobid") ? Submission : Unknown;
    }

    private static string ResourceOf(string kind, Metadata sent)
    {
        if (kind == "file")
            return "file";
        if (kind.StartsWith("dataset.", StringComparison.Ordinal))
            return "dataset";
        if (kind.StartsWith("metadata.", StringComparison.Ordinal))
            return kind.EndsWith(".file", StringComparison.Ordinal) ? "file" : "dataset";
        if (sent.TryGetString("resource_type", out var type))
            return type;
        sent.TryGetString("id", out var id);
        return sent.TryGetString("datasetId", out var dataset) && dataset == id ? "dataset" : "file";
    }

    private static long? SizeOf(MetadataValue value)
    {
        if (value.TryGetInt64(out var number))
            return number;
        return value.TryGetString(out var text) && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out number) ? number : null;
    }

    private static Metadata? MapOf(MetadataValue value)
    {
        if (value.TryGetMap(out var map))
            return map;
        if (!value.TryGetString(out var text))
            return null;
        try
        {
            return MetadataJson.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            // Somebody's own text, for the extractor to make sense of; it goes on with the body.
            return null;
        }
    }
}
