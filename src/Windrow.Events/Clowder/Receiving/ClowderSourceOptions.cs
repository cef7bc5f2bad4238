using Windrow.Core.Configuration;
using Windrow.Events.Amqp.Brokers;
using Windrow.Events.Amqp.Source;
using Windrow.Events.Clowder.Extractors;
using Windrow.Events.Clowder.Jobs;

namespace Windrow.Events.Clowder.Receiving;

/// <summary>Options of the <c>clowder</c> source.</summary>
public sealed class ClowderSourceOptions
{
    public static readonly OptionSet<ClowderSourceOptions> Set = BrokerOptions.AddTo(new OptionSet<ClowderSourceOptions>("clowder"), static o => o.Broker)
        .Node("extractor", static (o, v) => o.Extractor = v, "The extractor that the flow is: what extractor_info.json holds, or the name of such a file. 'process' says which events a server sends to it by itself; with an empty one it is reached by direct submission only.", required: true, example: "{name: windrow.wordcount, version: \"1.0\", description: Counts words, process: {file: [text/*]}}", schema: ExtractorInfoReader.WriteSchema)
        .Text("queue", static o => o.Queue, static (o, v) => o.Queue = v, "The queue to take events from; by default named as the extractor, or private.KEY.NAME.", example: "ncsa.rulechecker.terra")
        .Text("private-key", static o => o.PrivateKey, static (o, v) => o.PrivateKey = v, "Makes the extractor one of its owner alone, by this key, as pyclowder's EXTRACTOR_KEY does: its queue is 'private.KEY.NAME', and servers send to it what its owner, and whom that one lets, asks for.", example: "k4711")
        .Text("owner", static o => o.Owner, static (o, v) => o.Owner = v, "Of a private extractor: the owner's address in the server.", example: "a@example.org")
        .Flag("declare", static o => o.Declare, static (o, v) => o.Declare = v, "Make the queue when it is not there, durable and without arguments, as extractors do; false: it has to be there, and is taken as it is.")
        .ListOf("bindings", BindingOptions.Set, static (o, v) => o.Bindings = v, "The exchanges that the queue gets messages from; servers of today send to the queue itself.", example: "[{exchange: clowder, type: topic, keys: [\"*.dataset.file.added\"]}]")
        .Flag("register", static o => o.Register, static (o, v) => o.Register = v, "Tell servers of the extractor, by heartbeats on the exchange 'extractors'.")
        .Duration("register-every", static o => o.RegisterEvery, static (o, v) => o.RegisterEvery = v, "How often that is told.", min: TimeSpan.FromSeconds(1), max: TimeSpan.FromDays(1))
        .Flag("statuses", static o => o.Statuses, static (o, v) => o.Statuses = v, "Tell the server that sent an event how the work on it goes, as pyclowder does.")
        .Flag("error-queue", static o => o.ErrorQueue, static (o, v) => o.ErrorQueue = v, "Put events that came to nothing into the queue 'error.QUEUE', too, where Clowder's tools look for them.")
        .Nested("server", JobServerOptions.Set, static (o, v) => o.Server = v, "How the Clowder server is reached.", example: "{host: \"http://clowder:9000/\", key: \"${secret:clowder}\"}")
        .Integer("prefetch", static o => o.Prefetch, static (o, v) => o.Prefetch = v, "Events that the broker may send ahead; one where 'clowder-fetch' works on them.", min: 1, max: ushort.MaxValue)
        .ByteSize("prefetch-bytes", static o => o.PrefetchBytes, static (o, v) => o.PrefetchBytes = v, "Bytes of bodies that may be under way.", min: 1)
        .Check(static (o, report) =>
        {
            if (o.PrivateKey is { } key && (key.Length == 0 || key.Any(char.IsWhiteSpace)))
                report.Error("private-key", "the key is part of the name of a queue, so it is one word", "write a word of letters and digits");
            if (o.PrivateKey is null != string.IsNullOrEmpty(o.Owner))
                report.Error(o.PrivateKey is null ? "owner" : "private-key", o.PrivateKey is null ? "an extractor that is not private has no owner" : "nothing says whose extractor it is, so servers would show it to nobody", "write both 'private-key' and 'owner'");
        });

    public BrokerOptions Broker { get; } = new();

    public ConfigNode? Extractor { get; set; }

    public string? Queue { get; set; }

    public string? PrivateKey { get; set; }

    public string? Owner { get; set; }

    public bool Declare { get; set; } = true;

    public IReadOnlyList<BindingOptions> Bindings { get; set; } = [];

    public bool Register { get; set; } = true;

    // Sooner than pyclowder's five minutes: a server that has just been started knows the extractor before it gives up.
    public TimeSpan RegisterEvery { get; set; } = TimeSpan.FromSeconds(30);

    public bool Statuses { get; set; } = true;

    public bool ErrorQueue { get; set; } = true;

    public JobServerOptions Server { get; set; } = new();

    public int Prefetch { get; set; } = 500;

    public long PrefetchBytes { get; set; } = 64L << 20;
}
