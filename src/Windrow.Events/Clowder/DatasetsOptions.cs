using Windrow.Core.Configuration;

namespace Windrow.Events.Clowder;

/// <summary>The option <c>datasets</c> of <c>route</c>: which Clowder is asked about the datasets that events are of.</summary>
public sealed class DatasetsOptions
{
    internal static readonly OptionSet<DatasetsOptions> Set = new OptionSet<DatasetsOptions>("datasets")
        .Parsed("host", static o => o.Host?.ToString(), static (o, v) => o.ReadHost(v), "The address of the Clowder server; by default, and only then with the key of the event, the one that the event names.", example: "https://clowder.example.org/")
        .Secret("key", static (o, v) => o.Key = v, "The API key; needs 'host', so that it is sent to nobody else. By default the one that came with the event.", example: "\"${secret:clowder}\"")
        .Choice("version", static o => o.Version, static (o, v) => o.Version = v, "The generation of the server.", [("v1", ClowderVersion.V1), ("v2", ClowderVersion.V2)])
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the server may take to answer.", min: TimeSpan.FromMilliseconds(10), max: TimeSpan.FromHours(1))
        .Check(static (o, report) =>
        {
            if (o.Key is not null && o.Host is null)
                report.Error("key", "the key would be sent to whatever server an event names", "write the server under 'host'");
        });

    public Uri? Host { get; private set; }

    public Secret? Key { get; set; }

    public ClowderVersion Version { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private string? ReadHost(string text)
    {
        if (ClowderAddress.TryParse(text, out var host, out var problem))
            Host = host;
        return problem;
    }
}
