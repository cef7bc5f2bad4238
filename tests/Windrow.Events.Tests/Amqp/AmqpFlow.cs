using System.Diagnostics;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.Sources;
using Windrow.Storage;
using Windrow.Testing.Flows;

namespace Windrow.Events.Tests.Amqp;

/// <summary>A flow of a test, from YAML, on a real clock; with a source <c>given</c> and a sink <c>taken</c> of the test's own.</summary>
internal sealed class AmqpFlow : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly DeadLetterList _letters = new();

    public AmqpFlow(string yaml, Source? given = null, PlanAction? taken = null, string? stateDirectory = null, bool once = false, Action<PlugInCatalog>? more = null, Func<string, string?>? environment = null)
    {
        var catalog = new PlugInCatalog().AddCore().AddEvents();
        more?.Invoke(catalog);
        if (given is not null)
            catalog.Add(PlugIn.Source("given", "What a test gives.", static () => NoOptions.Set, (_, _) => given));
        if (taken is not null)
            catalog.Add(PlugIn.Sink("taken", "Takes everything.", static () => NoOptions.Set, (_, _) => taken));
        Services = new EngineServices { Environment = environment ?? (static _ => null), Logs = Logs, DeadLetters = _letters, States = stateDirectory is null ? null : new SqliteStates(new PhysicalFileSystem(), TimeProvider.System) };
        var diagnostics = new DiagnosticBag();
        var root = ConfigReader.Read(yaml, "flow.yaml", diagnostics);
        var flow = root is null ? null : new FlowReader(catalog, Services, diagnostics).Read(root, Path.Combine(stateDirectory ?? "/tmp", "flow.yaml"));
        flow.ShouldNotBeNull($"{yaml}\n{diagnostics}");
        Host = new FlowHost(flow with { StateDirectory = stateDirectory }, Services, once);
    }

    public EngineServices Services { get; }

    public FlowHost Host { get; }

    public LogLines Logs { get; } = new();

    public IReadOnlyList<DeadLetter> DeadLetters => _letters.List();

    public AmqpFlow Start()
    {
        Host.Start();
        return this;
    }

    public async Task<FlowHost> Drain()
    {
        using var late = new CancellationTokenSource(Patience);
        (await Host.DrainAsync(late.Token)).ShouldBeTrue($"{Host.Counts()}\n{Logs}");
        return Host;
    }

    public async Task StopAtOnce()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await Host.DrainAsync(now.Token);
    }

    public async Task ToEnd()
    {
        Start();
        await Host.SourcesEnded().WaitAsync(Patience);
        await Drain();
    }

    /// <summary>Looks again and again.</summary>
    public Task Until(Func<bool> condition, string otherwise) => Until(() => Task.FromResult(condition()), otherwise);

    public async Task Until(Func<Task<bool>> condition, string otherwise)
    {
        for (var begun = Stopwatch.GetTimestamp(); !await condition();)
        {
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                Assert.Fail($"{otherwise}: {Host.Counts()}\n{Logs}\n{string.Join('\n', DeadLetters)}");
            await Task.Delay(20);
        }
    }

    public Task UntilLogged(string text) => Until(() => Logs.ToString().Contains(text, StringComparison.Ordinal), $"'{text}' is not logged");

    public void Dispose() => Host.Dispose();
}
