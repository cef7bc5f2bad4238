using System.Globalization;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns.Collect;
using Windrow.Core.Sources;
using Windrow.Core.State;
using Windrow.Core.Tests.Testing;
using Windrow.Storage;
using Windrow.Testing.States;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>
/// A collect action in the engine itself over a state store, with a clock that a test moves, which can crash and be
/// started again on what it left.
/// </summary>
internal sealed class CollectFlow : IDisposable
{
    private static int _schemas;

    // In memory if possible: a process that dies leaves the same there, and hundreds of runs wait for no disk.
    private readonly string _directory = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/windrow-collect-{Guid.NewGuid():N}").FullName
        : Directory.CreateTempSubdirectory("windrow-collect-").FullName;

    private readonly CollectKeeping _keeping;
    private readonly string _schema = $"collect{Interlocked.Increment(ref _schemas)}";
    private readonly CollectFlow? _beside;
    private string _options;
    private CrashingStates _states = null!;
    private Sink _sink = null!;

    public CollectFlow(string options, CollectKeeping keeping = CollectKeeping.Sqlite, bool begins = true)
    {
        (_options, _keeping) = (options, keeping);
        if (begins)
            Begin(int.MaxValue);
    }

    /// <summary>Another process of the same flow.</summary>
    public CollectFlow(CollectFlow beside, string instance)
    {
        (_options, _keeping, _schema, Time, _beside, Instance) = (beside._options, beside._keeping, beside._schema, beside.Time, beside, instance);
        Begin(int.MaxValue);
    }

    public string Instance { get; } = "one";

    public string Schema => _schema;

    public ManualTime Time { get; } = new();

    public bool Keeps => _keeping != CollectKeeping.Memory;

    public PushSource Source { get; private set; } = null!;

    public FlowHost Host { get; private set; } = null!;

    public DeadLetterList Dead { get; } = new();

    /// <summary>What has left, each id once, as sinks with a ledger show it; in order.</summary>
    public List<Message> Emitted { get; } = [];

    /// <summary>Whether the messages of one id were always the same.</summary>
    public bool IsRepeatable { get; private set; } = true;

    public Task Crashed => _states.Crashed;

    /// <param name="writes">How many writes the store makes before the process dies.</param>
    public void Begin(int writes, bool discardState = false)
    {
        _states = new CrashingStates(new StateStores(new PhysicalFileSystem(), TimeProvider.System, new Random()), writes);
        Source = new PushSource();
        var (source, sink) = (Source, _sink = new Sink(this));
        var options = _options;
        var plan = new PlanDefinition(
            "plan", Constant.True,
            [new ActionDefinition("collect", 1, null, SourceLocation.None, () => new CollectAction(Bind(options), _directory)) { Declaration = options }],
            [new ActionDefinition("keep", 2, null, SourceLocation.None, () => sink)], RetryPolicy.Transient, options, SourceLocation.None);
        var flow = new FlowDefinition("test", "/", [new SourceDefinition("push", "push", "push", SourceLocation.None, () => source)], [plan], new FlowSettings())
        {
            State = Location(),
            Formats = new Windrow.Core.Binary.StoredFormats(),
        };
        Host = new FlowHost(flow, new EngineServices { Time = Time, DeadLetters = Dead, States = Keeps ? _states : null }, discardState: discardState);
        Host.Start();
    }

    /// <summary>The process dies.</summary>
    public void Crash()
    {
        _sink.IsGone = true;
        _states.Crash();
    }

    /// <summary>What was not made durable is gone, and what the process was at; then another process begins.</summary>
    public void Restart(int writes = int.MaxValue, string? options = null, bool discardState = false)
    {
        _sink.IsGone = true;
        End();
        _options = options ?? _options;
        Begin(writes, discardState);
    }

    public string PathOf(string name) => Path.Combine(_directory, name);

    public Task Push(int number, params ReadOnlySpan<(string, MetadataValue)> metadata) => Source.Push(
        // Of no place that the source could note as read, so that what comes again is the action's to find out.
        new Message(MessageKind.Event, Metadata.From(metadata), Payload.None, new Origin("test", $"{number}")));

    /// <summary>Waits until all that was pushed is worked off and durable, or the process is dead.</summary>
    public async Task Rest()
    {
        // Shared sets are looked at in a write of its own, and what that says is behind the barrier.
        for (var barriers = _keeping == CollectKeeping.Shared ? 3 : 1; barriers > 0; barriers--)
            await Task.WhenAny(Host.BeginCheckpoint(Host.RunningPlans[0].Sections[0]).Done, _states.Crashed).WaitAsync(TestContext.Current.CancellationToken);
    }

    public async Task Advance(TimeSpan by)
    {
        await Rest();
        Time.Advance(by);
        await Rest();
    }

    /// <summary>The sets that have left, each as "key/revision: numbers of members", a "!" behind those that are not complete.</summary>
    public List<string> Sets()
    {
        lock (Emitted)
            return [.. Emitted.Select(Text)];
    }

    public void Dispose()
    {
        End();
        Directory.Delete(_directory, recursive: true);
        if (_beside is null && _keeping is CollectKeeping.Postgres or CollectKeeping.Shared)
            CollectDatabase.Execute($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
    }

    private StateLocation? Location()
    {
        var place = new StateLocation(Path.Combine(_directory, "state"));
        return _keeping switch
        {
            CollectKeeping.Memory => null,
            CollectKeeping.Sqlite => place,
            _ => place with { Database = DatabaseAddress.Parse($"{CollectDatabase.Address}?schema={_schema}", null, out _), Flow = "test", Instance = _keeping == CollectKeeping.Shared ? Instance : "" },
        };
    }

    // Whoever waits for a write that the dead store never makes gives up, and his thread with it: the pool gives others only
    // twice a second.
    private void End()
    {
        Source.End();
        _states.Dispose();
        foreach (var plan in Host.State == FlowState.Stopped ? [] : Host.RunningPlans)
            plan.Stop().GetAwaiter().GetResult();
        Host.Dispose();
    }

    public static CollectOptions Bind(string yaml)
    {
        var diagnostics = new DiagnosticBag();
        var options = CollectOptions.Set.Bind((MappingNode)ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, diagnostics);
        diagnostics.ToString().ShouldBe("");
        return options;
    }

    private static string Text(Message message)
    {
        message.Metadata.TryGet("key", out var key);
        message.Metadata.TryGet("complete", out var complete);
        if (message.Metadata.TryGet("alert", out _))
            return $"{key} lacks {(message.Metadata.TryGet("missing", out var missing) ? missing.ToString() : "")}";
        if (message.Kind != MessageKind.Dataset)
            return $"{key}/{(message.Metadata.TryGetInt64("revision", out var of) ? of : 1)}: {message.Origin.Position}";
        message.Metadata.TryGetInt64("revision", out var revision);
        var members = message.Inputs.ToArray().Select(static origin => int.Parse(origin.Position, CultureInfo.InvariantCulture)).Order();
        return $"{key}/{revision}: {string.Join(' ', members)}{(complete == true ? "" : "!")}";
    }

    private void Take(Message message)
    {
        lock (Emitted)
        {
            if (Emitted.Find(known => known.Id == message.Id) is { } before)
                IsRepeatable &= before.Metadata.Equals(message.Metadata) && before.Inputs.SequenceEqual(message.Inputs);
            else
                Emitted.Add(new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin) { Lineage = message.Lineage });
        }
    }

    private sealed class Sink(CollectFlow flow) : PlanAction
    {
        public bool IsGone { get; set; }

        public override bool IsTerminal => true;

        public override void Process(Message message, Output output)
        {
            if (!IsGone)
                flow.Take(message);
            output.Deliver(message);
        }
    }
}
