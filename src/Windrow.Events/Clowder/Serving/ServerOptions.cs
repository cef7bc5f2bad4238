using Windrow.Core.Configuration;
using Windrow.Core.Patterns;
using Windrow.Events.Amqp.Brokers;

namespace Windrow.Events.Clowder.Serving;

/// <summary>Options of the <c>clowder-server</c> action.</summary>
public sealed class ServerOptions
{
    public static readonly OptionSet<ServerOptions> Set = BrokerOptions.AddTo(new OptionSet<ServerOptions>("clowder-server"), static o => o.Broker)
        .Secret("key", static (o, v) => o.Key = v, "The API key: extractors get it with each job, and show it when they ask for files.", required: true, example: "\"${secret:clowder}\"")
        .ListOf("users", ServerUserOptions.Set, static (o, v) => o.Users = v, "Further keys, for people and programs.", example: "[{email: ann@example.org, key: \"${secret:ann}\", read-only: true}]")
        .Parsed("listen", static o => o.Listen, static (o, v) => o.ReadListen(v), "Host and port that the server listens on; a port alone is one of the loopback address, and '*' as host every address of the machine.", example: "\"*:9000\"")
        .Parsed("url", static o => o.Url?.ToString(), static (o, v) => o.ReadUrl(v), "How extractors reach the server; it is told them with each job. By default where it listens.", example: "http://clowder.example.org:9000/")
        .Parsed("dataset", static o => o.Dataset?.Text, static (o, v) => o.ReadDataset(v), "The dataset that a file is put into, by its name, as a pattern over the metadata; by default named as the file's directory.", example: "\"stereoTop - {start_time:%Y-%m-%d}\"")
        .Choice("content", static o => o.Content, static (o, v) => o.Content = v, "What becomes of a file of the flow: 'in-place', it is read from where it is, and told as a path for those who have mounted it; 'copy', its bytes are kept.", [("in-place", ContentPlace.InPlace), ("copy", ContentPlace.Copy)])
        .Text("directory", static o => o.Directory, static (o, v) => o.Directory = v, "Where the bytes of files are kept that are uploaded.", example: "/data/clowder")
        .TextList("sources", static o => o.Sources, static (o, v) => o.Sources = v, "Directories whose files may be put into datasets by their path alone, by whoever may upload.", example: "[/sites]")
        .TextList("extractors", static o => o.Extractors, static (o, v) => o.Extractors = v, "Extractors that files wait for: the first is put into its dataset when all of these have registered.", example: "[ncsa.wordcount]")
        .Flag("catch-up", static o => o.CatchUp, static (o, v) => o.CatchUp = v, "An extractor that registers for the first time gets what came before; false: as with Clowder, only what comes from then on.")
        .Flag("wait", static o => o.Wait, static (o, v) => o.Wait = v, "A file is done when all jobs that it meant are; false: when it is in its dataset.")
        .Text("instance", static o => o.Instance, static (o, v) => o.Instance = v, "Tells servers of one broker apart; extractors reply to the queue clowder.INSTANCE.", example: "site1")
        .Choice("messages", static o => o.Messages, static (o, v) => o.Messages = v, "The form of the messages to extractors that events make; what is submitted by hand has that of the interface that it is submitted by.", [("v1", ClowderVersion.V1), ("v2", ClowderVersion.V2)])
        .Map("types", static o => o.Types, static (o, v) => o.Types = v, "MIME types by the endings of names, where they are not the usual ones.", example: "{grib2: application/x-grib2}")
        .ByteSize("largest-upload", static o => o.LargestUpload, static (o, v) => o.LargestUpload = v, "Bytes of the largest file that is taken over HTTP; by default as the disk allows.", min: 1)
        .Integer("most-hops", static o => o.MostHops, static (o, v) => o.MostHops = v, "How many extractors may be set off one by another before that is taken for a circle and ends.", min: 1, max: 1_000)
        .Check(static (o, report) =>
        {
            if (o.Listen.StartsWith('*') && o.Url is null)
                report.Error("listen", "extractors could not be told where the server is, as it listens on every address", "add 'url', such as http://clowder.example.org:9000/");
            if (o.Instance.Length == 0 || o.Instance.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_'))
                report.Error("instance", $"'{o.Instance}' cannot be part of the name of a queue", "write letters and digits");
            // A secret that is not known stands there as it is written, and is told by itself.
            if (o.Key is { Redacted: "(redacted)" } key && !key.Reveal().Contains("${secret:", StringComparison.Ordinal))
                report.Warning("key", "a key stands in the file", "write \"${secret:clowder}\"");
            if (o.Key?.Reveal() is { Length: 0 })
                report.Error("key", "it is empty, so that everybody would have it", "give the secret a value");
            foreach (var source in o.Sources)
            {
                if (!source.StartsWith('/'))
                    report.Error("sources", $"'{source}' is no full path", "let it begin with '/'");
            }
        });

    public BrokerOptions Broker { get; } = new();

    public Secret? Key { get; set; }

    public IReadOnlyList<ServerUserOptions> Users { get; set; } = [];

    public string Listen { get; private set; } = "127.0.0.1:9000";

    public Uri? Url { get; private set; }

    public FilePattern? Dataset { get; private set; }

    public ContentPlace Content { get; set; }

    public string Directory { get; set; } = "clowder-files";

    public IReadOnlyList<string> Sources { get; set; } = [];

    public IReadOnlyList<string> Extractors { get; set; } = [];

    public bool CatchUp { get; set; } = true;

    public bool Wait { get; set; } = true;

    public string Instance { get; set; } = "windrow";

    internal ClowderVersion Messages { get; set; } = ClowderVersion.V1;

    public IReadOnlyDictionary<string, string> Types { get; set; } = new Dictionary<string, string>();

    public long? LargestUpload { get; set; }

    public int MostHops { get; set; } = 20;

    /// <summary>How extractors reach it, with a slash at the end.</summary>
    internal string Address => Url?.ToString() ?? $"http://{Listen}/";

    private string? ReadListen(string text)
    {
        var colon = text.LastIndexOf(':');
        if (!ushort.TryParse(text.AsSpan(colon + 1), System.Globalization.NumberStyles.None, null, out var port) || port == 0 || colon == 0)
            return $"'{text}' is no place to listen on; write a port, such as 9000, or host and port";
        Listen = colon < 0 ? $"127.0.0.1:{text}" : text;
        return null;
    }

    private string? ReadUrl(string text)
    {
        if (ClowderAddress.TryParse(text, out var url, out var problem))
            Url = url;
        return problem;
    }

    private string? ReadDataset(string text)
    {
        try
        {
            Dataset = FilePattern.Parse(text);
            return null;
        }
        catch (PatternException exception)
        {
            return $"at character {exception.Offset + 1}: {exception.Message}";
        }
    }
}
