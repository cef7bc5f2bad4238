using System.Net;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Fields.Transport.Server;

namespace Windrow.TransportHost;

/// <summary>A flow with a transport source and a recording sink, behind a queue of its own.</summary>
internal sealed class ServerRun : IAsyncDisposable
{
    private readonly FlowHost _host;
    private bool _isDrained;

    public ServerRun(string options, Action<Message> look, EngineServices? services = null, long creditBytes = 1L << 30)
    {
        Services = (services ?? new EngineServices()) with { DeadLetters = Dead };
        Source = new TransportSource(Options.Bind(TransportSourceOptions.Set, options), Options.PlugIn(Services), _ => NoDeclarations.Instance);
        Sink = new Recorder(look);
        var stage = new StageOptions { MaximumBytes = long.MaxValue };
        var plan = new PlanDefinition("plan", Constant.True, [], [new ActionDefinition("record", 1, stage, SourceLocation.None, () => Sink)], RetryPolicy.Transient, "plan", SourceLocation.None);
        _host = new FlowHost(
            new FlowDefinition("test", "/", [new SourceDefinition("parts", "transport", "parts", SourceLocation.None, () => Source)], [plan], new FlowSettings { CreditBytes = creditBytes }),
            Services);
        _host.Start();
    }

    public EngineServices Services { get; }

    public TransportSource Source { get; }

    public Recorder Sink { get; }

    public DeadLetterList Dead { get; } = new();

    public FlowCounts Counts => _host.Counts();

    public Task<EndPoint> Listening => Source.Listening.Task;

    /// <summary>Waits until the source has come to its end by itself, and everything is settled.</summary>
    public async Task ToEnd(TimeSpan within)
    {
        await _host.SourcesEnded().WaitAsync(within);
        await Drain();
    }

    /// <summary>Stops the server as SIGTERM would.</summary>
    public async Task Drain()
    {
        _isDrained = true;
        await _host.DrainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Sink.Gate.Set();
        if (!_isDrained)
            await Drain();
        _host.Dispose();
    }
}
