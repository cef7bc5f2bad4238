using Windrow.Core.Configuration;

namespace Windrow.Fields.Triggers;

/// <summary>What multio's triggers have in common: whom they tell, and how.</summary>
public abstract class TriggerOptions
{
    public string? Key { get; set; }

    public string? Host { get; set; }

    public int Port { get; set; } = 10_000;

    /// <summary>Further tries after the first.</summary>
    public int Retries { get; set; } = 5;

    public int TimeoutSeconds { get; set; } = 60;

    public bool FailOnRetry { get; set; }

    public string? File { get; set; }

    /// <summary>What every event says beside its metadata.</summary>
    public IReadOnlyDictionary<string, string> Info { get; set; } = new Dictionary<string, string>();

    protected static OptionSet<T> Declare<T>(OptionSet<T> set)
        where T : TriggerOptions, new() => set
        .Text("key", static o => o.Key, static (o, v) => o.Key = v, "The key whose value is told. Sinks that stand beside a trigger work by themselves: an event says that messages with the value have come, and not that they are durable.", required: true, example: "step")
        .Text("host", static o => o.Host, static (o, v) => o.Host = v, "Where a server listens for events, over TCP: one connection for each.", example: "ecflow.example.org")
        .Integer("port", static o => o.Port, static (o, v) => o.Port = v, "The server's port.", min: 1, max: 65_535)
        .Integer("retries", static o => o.Retries, static (o, v) => o.Retries = v, "Further tries where the server does not answer.", min: 0, max: 1_000)
        .Integer("timeout", static o => o.TimeoutSeconds, static (o, v) => o.TimeoutSeconds = v, "How long a try may take.", min: 1, max: 86_400, unit: "s")
        .Flag("failOnRetry", static o => o.FailOnRetry, static (o, v) => o.FailOnRetry = v, "Whether an event that could not be sent is an error of the message; otherwise it is told in the log.")
        .Text("file", static o => o.File, static (o, v) => o.File = v, "A file to which events are appended, one line each.", example: "events.jsonl")
        .Map("info", static o => o.Info, static (o, v) => o.Info = v, "What events say beside the metadata.", example: "{job: \"234\"}")
        .Check(static (o, report) =>
        {
            if (o.Host is null && o.File is null)
                report.Error("key", "this trigger tells nobody", "write 'host' or 'file'");
        });
}
