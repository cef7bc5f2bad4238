using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Testing.Flows;
using Xunit;

namespace Windrow.Testing.Compliance;

/// <summary>A flow around one plug-in, read from YAML as a user writes it.</summary>
internal sealed class ComplianceFlow : IDisposable
{
    /// <summary>How long anything may take that is not a defect.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DeadLetterList _letters = new();

    private ComplianceFlow(PlugInCatalog catalog, string yaml, string directory, FlowSetting setting, Source? given, TakenSink taken)
    {
        (Given, Taken) = (given as GivenSource, taken);
        if (given is not null)
            catalog.Add(PlugIn.Source("given", "What a test gives.", static () => NoOptions.Set, (_, _) => given));
        catalog.Add(PlugIn.Action("passing", "Passes everything.", static () => NoOptions.Set, static (_, _) => new PassingAction()));
        catalog.Add(PlugIn.Sink("taken", "Takes everything.", static () => NoOptions.Set, (_, _) => taken));
        var services = new EngineServices { Files = setting.Files, States = setting.States, Logs = Logs, DeadLetters = _letters, Random = new Random(1) };
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "flow.yaml", diagnostics);
        var flow = root is null ? null : new FlowReader(catalog, services, diagnostics).Read(root, Path.Combine(directory, "flow.yaml"));
        Assert.True(flow is not null, $"The flow of the test is refused:\n{yaml}\n{diagnostics}");
        Host = new FlowHost(flow with { StateDirectory = setting.StateDirectory }, services, setting.Once);
    }

    public FlowHost Host { get; }

    public GivenSource? Given { get; }

    public TakenSink Taken { get; }

    public LogLines Logs { get; } = new();

    public IReadOnlyList<DeadLetter> DeadLetters => _letters.List();

    /// <summary>The counters of the plug-in under test, which stands behind one action.</summary>
    public ActionCounters Counters => Host.Plans()[0].Actions[1].Counters;

    /// <summary>An action between a source and a sink of the test's own.</summary>
    public static ComplianceFlow OfAction(PlugInCatalog catalog, string action, string directory, IReadOnlyList<Message> given, FlowSetting? setting = null, bool stays = false)
    {
        setting ??= new FlowSetting();
        return new ComplianceFlow(catalog, Yaml("{type: given}", [.. Item(action, setting.Stage), "- type: taken"], setting), directory, setting, new GivenSource(given, stays), new TakenSink());
    }

    /// <summary>A sink behind a source of the test's own.</summary>
    public static ComplianceFlow OfSink(PlugInCatalog catalog, string sink, string directory, IReadOnlyList<Message> given, FlowSetting? setting = null, bool stays = false)
    {
        setting ??= new FlowSetting();
        return new ComplianceFlow(catalog, Yaml("{type: given}", Item(sink, setting.Stage), setting), directory, setting, new GivenSource(given, stays), new TakenSink());
    }

    /// <summary>A source in front of a sink of the test's own.</summary>
    /// <param name="keeps">The sink settles nothing.</param>
    /// <param name="stopsAt">The message that stands still within the sink.</param>
    public static ComplianceFlow OfSource(PlugInCatalog catalog, string source, string directory, FlowSetting? setting = null, bool keeps = false, int stopsAt = 0)
    {
        setting ??= new FlowSetting();
        var item = string.Join('\n', Item(source, null)[0..]).Replace("\n", "\n  ", StringComparison.Ordinal);
        return new ComplianceFlow(catalog, Yaml(item, ["- type: taken"], setting), directory, setting, null, new TakenSink(keeps, stopsAt));
    }

    public void Start() => Host.Start();

    /// <summary>Runs it to its end; what does not come to its end has lost a message, or holds one.</summary>
    public async Task ToEnd()
    {
        Start();
        await Within(Host.SourcesEnded(), "the source has not come to its end");
        await Drain("a message was neither passed on nor settled, or is held without end");
    }

    /// <summary>Runs it to its end, or until something happens: then it is ended at once.</summary>
    public async Task ToEndOr(Task happens)
    {
        Start();
        await Within(Task.WhenAny(Host.SourcesEnded(), happens), "the source has not come to its end");
        using var now = new CancellationTokenSource();
        var drain = Host.DrainAsync(now.Token);
        await Within(Task.WhenAny(drain, happens), "the flow does not end");
        await now.CancelAsync();
        await Within(drain, "the flow is not stopped");
    }

    /// <summary>Finishes what is under way, and lets go of what stands still.</summary>
    public async Task Drain(string otherwise)
    {
        using var late = new CancellationTokenSource(Patience);
        var drain = Host.DrainAsync(late.Token);
        Taken.GoOn();
        Assert.True(await drain, $"After {Patience.TotalSeconds:0} s {otherwise}: {Host.Counts()}\n{Logs}");
    }

    /// <summary>Ends it at once, as a second signal does.</summary>
    public async Task StopAtOnce()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Within(Host.DrainAsync(now.Token), "the flow is not stopped");
    }

    public async Task Within(Task task, string otherwise)
    {
        if (await Task.WhenAny(task, Task.Delay(Patience)) != task)
            Assert.Fail($"After {Patience.TotalSeconds:0} s {otherwise}: {Host.Counts()}\n{Logs}");
        await task;
    }

    public void Dispose()
    {
        Host.Dispose();
        Taken.Dispose();
    }

    private static string[] Item(string plugIn, string? stage)
    {
        var lines = plugIn.TrimEnd().Split('\n');
        return [$"- {lines[0]}", .. lines[1..].Select(static line => $"  {line}"), .. stage is null ? [] : new[] { $"  stage: {stage}" }];
    }

    private static string Yaml(string source, IEnumerable<string> actions, FlowSetting setting) => $$"""
        flow: compliance
        settings:
          state: {{(setting.States is null ? "none" : "state")}}
          drain-within: 10m
          {{setting.Settings}}
        sources:
          {{(source.StartsWith('-') ? source : $"- {source}")}}
        plans:
          - name: p
            retry: {{setting.Retry}}
            actions:
              - type: passing
              {{string.Join("\n      ", actions)}}
        """;
}
