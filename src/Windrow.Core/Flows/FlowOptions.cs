using Windrow.Core.Configuration;
using Windrow.Core.Flows.Composition;
using Windrow.Core.Flows.Testing;
using Windrow.Core.Resources;

namespace Windrow.Core.Flows;

/// <summary>The top level of a flow file.</summary>
public sealed class FlowOptions
{
    public static readonly OptionSet<FlowOptions> Set = new OptionSet<FlowOptions>("a flow file")
        .Text("flow", static o => o.Name, static (o, v) => o.Name = v, "Name of the flow; by default that of the file.", example: "coastal-statistics")
        .Node("include", static (o, v) => o.Include = v, "Files with further sources, plans and settings: a name or pattern, or a list of them, relative to this file.", example: "plans/*.yaml", schema: PathList.WriteSchema)
        .Node("overlay", static (o, v) => o.Overlay = v, "Files that are laid over this one, such as what a site has otherwise: a name, or a list of them, relative to this file.", example: "site.yaml", schema: PathList.WriteSchema)
        .Node("sources", static (o, v) => o.Sources = v, "Where messages come from: a list of source plug-ins.", example: "[{type: grib, path: incoming}]", schema: FlowSchema.ListOf("source"))
        .Node("plans", static (o, v) => o.Plans = v, "What is done with them: a list of plans. Every message is offered to every plan.", required: true, example: "[{name: daily, actions: [{type: null}]}]", schema: FlowSchema.ListOf("plan"))
        .Nested("settings", SettingsSet, static (o, v) => o.Settings = v, "Settings of the whole flow.")
        .Flag("strict-multio-compat", static o => o.StrictMultio, static (o, v) => o.StrictMultio = v, "Reproduce the defects of multio that its users may rely on, instead of correcting them.")
        .ListOf("tests", FlowTest.Set, static (o, v) => o.Tests = v, "Tests of the flow, which 'windrow test' runs.", example: "[{name: warm, given: [{metadata: {t: 25}}], expect: [{plan: warm, count: 1}]}]");

    private static OptionSet<FlowSettings> SettingsSet => new OptionSet<FlowSettings>("settings")
        .Integer("credit-count", static o => o.CreditCount, static (o, v) => o.CreditCount = v, "Messages of one source that may be unfinished at the same time.", min: 1)
        .ByteSize("credit-bytes", static o => o.CreditBytes, static (o, v) => o.CreditBytes = v, "Payload of one source's unfinished messages.", min: 1)
        .TextOrSecret("state", static o => o.State, static (o, text, secret) => (o.State, o.StateSecret) = (text, secret), "Where the flow keeps what must outlive its process: a directory, by default '.windrow/' and the flow's name, beside the flow file; or a database, as 'postgres://user@host/database'. 'none': nothing outlives it.", example: "/var/lib/windrow/daily")
        .Text("instance", static o => o.Instance, static (o, v) => o.Instance = v, "Which of several processes this is that work on the flow together: each has queues, positions and folds of its own. WINDROW_INSTANCE and --instance go before it.", example: "north")
        .ByteSize("state-maximum", static o => o.StateMaximum, static (o, v) => o.StateMaximum = v, "Bytes that the flow's state may use, large payloads included; at this size sources wait until something is done, as on a full disk. 0: what the disk has.", example: "20GiB")
        .Duration("checkpoint-every", static o => o.CheckpointEvery, static (o, v) => o.CheckpointEvery = v, "How often actions that accumulate make their state durable; until then the messages they took in stay owed.")
        .Duration("keep-products", static o => o.KeepProducts, static (o, v) => o.KeepProducts = v, "How long the ledger keeps entries of products. An input that comes again later is not known any more.")
        .Duration("keep-dead-letters", static o => o.KeepDeadLetters, static (o, v) => o.KeepDeadLetters = v, "How long dead letters are kept.")
        .Duration("keep-inputs", static o => o.KeepInputs, static (o, v) => o.KeepInputs = v, "How long files are kept that 'watch' moved away when they were done ('done: move'); then they are deleted, unless somebody changed them. Without it they are kept for ever.", example: "30d")
        .Nested("resources", ResourceSettings.Set, static (o, v) => o.Resources = v, "What the work of the flow may need at the same time: memory, and classes of work.", example: "{memory: 16GiB, classes: {render: 2}}")
        .Duration("drain-within", static o => o.DrainWithin, static (o, v) => o.DrainWithin = v, "How long a stop waits for what is under way; at the end of the input it is waited for as long as it goes on, and so long for something outside that is away.")
        .TextList("plugins", static o => o.PlugIns, static (o, v) => o.PlugIns = v, "Directories of plug-ins, relative to the flow file; 'plugins' beside it is looked into anyhow.", example: "[/usr/lib/windrow/plugins]")
        .Check(static (o, report) =>
        {
            if (o.KeepInputs is not null && o.State == "none")
                report.Error("keep-inputs", "without state nobody knows which files were moved, and when", "leave 'keep-inputs' or 'state: none' out");
        });

    public string? Name { get; set; }

    public ConfigNode? Include { get; set; }

    public ConfigNode? Overlay { get; set; }

    public ConfigNode? Sources { get; set; }

    public ConfigNode? Plans { get; set; }

    public FlowSettings Settings { get; set; } = new();

    public bool StrictMultio { get; set; }

    public IReadOnlyList<FlowTest> Tests { get; set; } = [];
}
