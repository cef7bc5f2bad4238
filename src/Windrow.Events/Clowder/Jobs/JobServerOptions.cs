using Windrow.Core.Configuration;

namespace Windrow.Events.Clowder.Jobs;

/// <summary>The option <c>server</c> of the <c>clowder</c> source: how the server is reached that jobs are of.</summary>
public sealed class JobServerOptions
{
    internal static readonly OptionSet<JobServerOptions> Set = new OptionSet<JobServerOptions>("server")
        .Parsed("host", static o => o.Host?.ToString(), static (o, v) => o.ReadHost(v), "The address of the Clowder server; by default the one that the job names.", example: "http://clowder:9000/")
        .Secret("key", static (o, v) => o.Key = v, "The API key; needs 'host', so that it is sent to nobody else. By default the one that came with the job.", example: "\"${secret:clowder}\"")
        .Choice("version", static o => o.Version, static (o, v) => o.Version = v, "The generation of the server; 'auto' goes by what the job's message looks like.", [("auto", JobServerVersion.Auto), ("v1", JobServerVersion.V1), ("v2", JobServerVersion.V2)])
        .Duration("timeout", static o => o.Timeout, static (o, v) => o.Timeout = v, "How long the server may take to answer, and of a large file, how long nothing of it may come or go.", min: TimeSpan.FromMilliseconds(10), max: TimeSpan.FromHours(1))
        .Check(static (o, report) =>
        {
            if (o.Key is not null && o.Host is null)
                report.Error("key", "the key would be sent to whatever server a job names", "write the server under 'host'");
        });

    public Uri? Host { get; private set; }

    public Secret? Key { get; set; }

    public JobServerVersion Version { get; set; }

    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    private string? ReadHost(string text)
    {
        if (ClowderAddress.TryParse(text, out var host, out var problem))
            Host = host;
        return problem;
    }
}
