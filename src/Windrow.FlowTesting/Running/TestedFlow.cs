using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Flows.Testing;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.FlowTesting.Clock;
using Windrow.Storage;

namespace Windrow.FlowTesting.Running;

/// <summary>A flow in a sandbox of its own, with a clock of its own, whose sources bring what a test gives.</summary>
internal sealed class TestedFlow : IDisposable
{
    /// <summary>A flow that has not come to its end after this time, by its clock, will not.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromDays(60);

    private static readonly HashSet<string> Caches = ["HOME", "XDG_CACHE_HOME"];

    private readonly CountedStates _states;
    private readonly EngineServices _services;
    private readonly FlowDefinition? _definition;
    private readonly Dictionary<string, TestedSource> _sources = new(StringComparer.Ordinal);
    private readonly List<GivenMessage> _given = [];
    private readonly List<FlowCounts> _counts = [];
    private readonly MessageGiver _giver;
    private readonly ObservedActions _observed;
    private FlowHost? _host;

    /// <summary>A flow as a test has it.</summary>
    public TestedFlow(FlowUnderTest subject, FlowTest test)
        : this(subject, test, new Sandbox(SandboxFiles.NewDirectory(), subject.Directory), new ArrivalLog(), TimeSpan.FromMinutes(2))
    {
    }

    /// <param name="arrivals">Notes what reaches actions; null: nobody wants to know.</param>
    /// <param name="patience">How long the flow may be busy without the clock moving.</param>
    public TestedFlow(FlowUnderTest subject, FlowTest test, Sandbox sandbox, ArrivalLog? arrivals, TimeSpan patience)
    {
        Directory = sandbox.Root;
        Sandbox = sandbox;
        Clock = new TestClock(test.At);
        Files = new SandboxFiles(Clock);
        TestLog = new TestLog(Clock);
        Faults = new PlannedFaults(test.Fail, Clock, test.At);
        _states = new CountedStates(new SqliteStates(Files, TimeProvider.System) { IsTemporary = true });
        _services = new EngineServices
        {
            Time = Clock,
            Random = new LockedRandom(1),
            Files = Files,
            DeadLetters = new DeadLetterList(100_000),
            States = _states,
            Logs = TestLog,
            StandardOutput = () => arrivals is null ? Stream.Null : Output,

            // Caches are of the user, and not of the flow.
            Environment = name => Caches.Contains(name) ? null : subject.Services.Environment(name),
        };
        Timeline = new Timeline(Clock, new Stillness(() => _states.UnderWay, patience), () => _host?.RunningPlans.Any(static plan => plan.IsAwaiting) == true, patience);
        Files.CreateDirectory(Sandbox.FlowDirectory);
        _giver = new MessageGiver(this, _services, subject.PlugIns, subject.Directory);
        Arrivals = arrivals ?? new ArrivalLog();
        _observed = new ObservedActions(arrivals, Faults, Clock);
        _definition = Read(subject);
    }

    public string Directory { get; }

    public Sandbox Sandbox { get; }

    public TestClock Clock { get; }

    public SandboxFiles Files { get; }

    public TestLog TestLog { get; }

    public Timeline Timeline { get; }

    public PlannedFaults Faults { get; }

    public ArrivalLog Arrivals { get; }

    /// <summary>What was kept from the outside.</summary>
    public TakenMessages Taken => _observed.Taken;

    /// <summary>The sources of the run at hand.</summary>
    public IEnumerable<TestedSource> Sources => _sources.Values;

    /// <summary>Where the flow keeps its state, within the sandbox; null: it keeps none.</summary>
    public string? StateDirectory => _definition?.StateDirectory;

    /// <summary>What is wrong with the flow file when it is read for a test.</summary>
    public DiagnosticBag Diagnostics { get; } = new();

    /// <summary>What the flow wrote to standard output.</summary>
    public MemoryStream Output { get; } = new();

    public IReadOnlyList<DeadLetter> DeadLetters => _services.DeadLetters.List();

    /// <summary>Counts of the runs before a restart included.</summary>
    public IReadOnlyList<FlowCounts> Counts => _host is null ? _counts : [.. _counts, _host.Counts()];

    /// <summary>A source that was given up in the run at hand, or before.</summary>
    public bool LostSource { get; private set; }

    /// <summary>Why the flow stopped by itself; null: it did not.</summary>
    public string? AbortReason { get; private set; }

    /// <summary>False: the file cannot be read as a flow, and <see cref="Diagnostics"/> say why.</summary>
    public bool IsReady => _definition is not null;

    public TestedSource SourceOf(TestStep step) => _sources[NameOf(step)];

    public string NameOf(TestStep step) => step.Source ?? _sources.Keys.First();

    public void Start()
    {
        var running = _sources.Where(static pair => pair.Value.IsStarted).Select(static pair => pair.Key).ToHashSet();
        _sources.Clear();
        _host = new FlowHost(_definition!, _services);
        _host.Start();
        Timeline.Settle();
        foreach (var name in running)
            _sources[name].Start();
        Timeline.Settle();

        // A source that can read again brings what was not settled; what another had in hand is gone with its process.
        var again = _given.Where(given => !given.IsSettled && _sources[given.Source].Promise != SourcePromise.Lossy).Select(static given => given.Again()).ToList();
        _given.Clear();
        foreach (var given in again)
            Give(given);
    }

    /// <summary>A text with paths as the flow file has them, and not those of the sandbox.</summary>
    public string AsConfigured(string text) =>
        text.Replace(Sandbox.FlowDirectory + "/", "", StringComparison.Ordinal).Replace(Path.Combine(Directory, "elsewhere"), "", StringComparison.Ordinal);

    /// <summary>Gives a message, or those of a file, to a source.</summary>
    public void Give(GivenMessage given)
    {
        _given.Add(given);
        var context = _sources[given.Source].Context.Result;
        var giving = _giver.Give(given, context);
        Timeline.PassUntil(() => giving.IsCompleted, LongestEnd);
        if (giving.IsCompleted)
            giving.GetAwaiter().GetResult();
        Timeline.Settle();
    }

    /// <summary>Lets a file appear where the flow looks for files.</summary>
    public void Drop(TestStep step) => Files.Appear(PlaceOf(step), _giver.ContentOf(step)!);

    /// <summary>The place in the sandbox of the file that a step lets appear.</summary>
    public string PlaceOf(TestStep step) => Sandbox.Map(Path.GetFullPath(step.Drop!, _giver.Directory));

    /// <param name="down">How long it does not run.</param>
    public void Restart(TimeSpan down)
    {
        Finish(_host!.DrainAsync());
        Timeline.PassUntil(Clock.GetUtcNow() + down);
        Start();
    }

    /// <summary>Ends the flow.</summary>
    /// <returns>Null; else what keeps it from its end.</returns>
    public string? End(TestEnd end)
    {
        if (_host is not { } host)
            return null;
        string? problem = null;
        if (end == TestEnd.Drain)
        {
            AwaitRoom();
            foreach (var source in _sources.Values)
                source.End();
            Timeline.Settle();
        }

        using var stop = new CancellationTokenSource();
        var drain = host.DrainAsync(stop.Token);
        if (!Timeline.PassUntil(() => drain.IsCompleted, LongestEnd))
        {
            problem = $"the flow did not come to its end: {host.Counts().Open} messages are open after {LongestEnd.TotalDays:0} days of its clock; {StuckAt(host)}";
            stop.Cancel();
        }

        Finish(drain);
        return problem;
    }

    /// <summary>Lets time pass until no source waits for room: one that does has messages in hand that are not to be lost.</summary>
    public void AwaitRoom() => Timeline.PassUntil(() => !_sources.Values.Any(static source => source.Context is { IsCompleted: true, Result.IsHeldUp: true }), LongestEnd);

    /// <summary>The directory is kept when the test is over.</summary>
    public bool Keeps { get; init; }

    public void Dispose()
    {
        try
        {
            // Of a test that broke off in the midst.
            if (_host is not null)
                End(TestEnd.Stop);
        }
        catch (TimeoutException)
        {
            // Which the test has told.
        }

        if (!Keeps)
            SandboxFiles.Remove(Directory);
    }

    private void Finish(Task<bool> drain)
    {
        Timeline.PassUntil(() => drain.IsCompleted, LongestEnd);
        LostSource |= _host!.LostSource;
        AbortReason ??= _host.AbortReason;
        _counts.Add(_host.Counts());
        _host = null;
    }

    private static string StuckAt(FlowHost host)
    {
        var places = host.Plans().SelectMany(static plan => plan.Stages.Where(static stage => stage.Count > 0).Select(static stage => $"{stage.Count} at {stage.Name}")).ToList();
        return places.Count == 0 ? "none of them is in a queue" : string.Join(", ", places);
    }

    private FlowDefinition? Read(FlowUnderTest subject)
    {
        var flow = new FlowReader(subject.PlugIns, _services, Diagnostics) { Sandbox = Sandbox }.Read(subject.Root, subject.Path);
        if (flow is null)
            return null;

        // The end of a test has no deadline of its own: it is the test's clock that passes.
        flow.Settings.DrainWithin = Timeout.InfiniteTimeSpan;
        var sources = flow.Sources.Count > 0 ? flow.Sources : [new SourceDefinition(NoSource.Name, NoSource.Name, "", SourceLocation.None, static () => new NoSource())];
        return flow with
        {
            Sources = [.. sources.Select(Observe)],
            Plans = [.. flow.Plans.Select(_observed.Observe)],

            // Wherever the flow keeps its state, a test keeps it in a directory of its own.
            StateDirectory = flow.StateDirectory,
        };
    }

    private SourceDefinition Observe(SourceDefinition source) => source with { Create = () => _sources[source.Name] = new TestedSource(source.Create()) };
}
