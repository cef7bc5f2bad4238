using Windrow.Core.Configuration;

namespace Windrow.Events.Post;

/// <summary>Options of the <c>post</c> sink.</summary>
public sealed class PostOptions
{
    private static readonly (string, PostContent)[] Contents = [("metadata", PostContent.Metadata), ("payload", PostContent.Payload)];

    public static readonly OptionSet<PostOptions> Set = new OptionSet<PostOptions>("post")
        .Parsed("url", static o => o.Url?.ToString(), static (o, v) => o.ReadUrl(v), "Where to send to.", required: true, example: "https://hooks.example.org/products")
        .Flag("put", static o => o.Put, static (o, v) => o.Put = v, "Send by PUT instead of POST.")
        .Choice("content", static o => o.Content, static (o, v) => o.Content = v, "What of the message is sent: a JSON object with id, kind, origin and metadata, or the octets of the payload.", Contents)
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For GRIB fields, the keys of ecCodes to send; by default those that identify the field.", example: "[shortName, level, step]")
        .Map("headers", static o => o.Headers, static (o, v) => o.Headers = v, "Further headers of the request.", example: "{X-Station: \"10384\"}")
        .Secret("authorization", static (o, v) => o.Authorization = v, "The header 'Authorization'.", example: "\"Bearer ${secret:hooks-token}\"")
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the host may take to answer.", min: TimeSpan.FromMilliseconds(10), max: TimeSpan.FromHours(1))
        .Check(static (o, report) =>
        {
            // Not where it is read: that would show it.
            if (o.Url is { UserInfo.Length: > 0 })
                report.Error("url", "the address holds a password, which would be seen", "use 'authorization'");
            foreach (var (name, value) in o.Headers)
            {
                using var probe = new HttpRequestMessage();
                probe.Content = new ByteArrayContent([]);
                if (!probe.Headers.TryAddWithoutValidation(name, value) && !probe.Content.Headers.TryAddWithoutValidation(name, value))
                    report.Error("headers", $"'{name}' is no name of a header", "write a name such as X-Station");
            }
        });

    public Uri? Url { get; private set; }

    public bool Put { get; set; }

    public PostContent Content { get; set; }

    public IReadOnlyList<string> Keys { get; set; } = [];

    public IReadOnlyDictionary<string, string> Headers { get; set; } = new Dictionary<string, string>();

    public Secret? Authorization { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private string? ReadUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
            return "it is no http or https address";
        Url = url;
        return null;
    }
}
