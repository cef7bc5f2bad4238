using System.Collections.Concurrent;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Core.PlugIns.Null;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Fields.Domains;
using Windrow.Fields.Masks;

namespace Windrow.Fields.Tests.Model;

/// <summary>A server's plan, in the engine itself: a test sends what the clients of a model send, and sees what comes to the sink.</summary>
// Ended by End, which every test comes to.
#pragma warning disable CA1001
internal sealed class ModelFlow
{
    private readonly FlowHost _host;
    private readonly ModelSource _source = new();
    private readonly DeadLetterList _dead = new();

    public ModelFlow(PlanAction[] actions, StageOptions? stage = null, EngineServices? services = null)
    {
        var definitions = actions.Select((action, i) => new ActionDefinition($"action{i}", i + 1, i == 0 ? stage : null, SourceLocation.None, () => action)).ToArray();
        var plan = new PlanDefinition("plan", Constant.True, definitions, [new ActionDefinition("keep", 9, null, SourceLocation.None, () => Sink)], RetryPolicy.Transient, "plan", SourceLocation.None);
        var flow = new FlowDefinition("test", "/", [new SourceDefinition("model", "model", "model", SourceLocation.None, () => _source)], [plan], new FlowSettings());
        _host = Start(flow, services ?? new EngineServices());
    }

    /// <summary>A flow whose actions are read as from a flow file.</summary>
    /// <param name="actions">A YAML or JSON list.</param>
    public ModelFlow(string actions)
    {
        var (services, diagnostics) = (new EngineServices(), new DiagnosticBag());
        var catalog = new PlugInCatalog().AddCore().AddFields()
            .Add(PlugIn.Source("model", "What a test sends.", static () => NullOptions.Set, (_, _) => _source))
            .Add(PlugIn.Sink("keep", "What a test sees.", static () => NullOptions.Set, (_, _) => Sink));
        var text = $"{{flow: test, settings: {{state: none}}, sources: [{{type: model}}], plans: [{{name: plan, actions: {actions.TrimEnd().TrimEnd(']')}, {{type: keep}}]}}]}}";
        var root = ConfigReader.Read(text, "scenario.yaml", diagnostics, ConfigDialect.Native)!;
        var flow = new FlowReader(catalog, services, diagnostics).Read(root, "/scenario.yaml");
        diagnostics.ToString().ShouldBe("");
        _host = Start(flow!, services);
    }

    public ModelSink Sink { get; } = new();

    public IReadOnlyList<DeadLetter> Dead => _dead.List();

    public DomainMaps Domains => _host.Shared.Get<DomainMaps>();

    public MaskMaps Masks => _host.Shared.Get<MaskMaps>();

    public FlowCounts Counts => _host.Counts();

    public static async Task<ModelFlow> Run(IEnumerable<Message> messages, params PlanAction[] actions)
    {
        var flow = new ModelFlow(actions);
        foreach (var message in messages)
            await flow.Send(message);
        await flow.End();
        return flow;
    }

    /// <summary>As a transport does: what is declared goes to what the flow has in common, and everything to the plans.</summary>
    public async Task<Message> Send(Message message)
    {
        if (message.Kind == MessageKind.Domain)
            Domains.Take(message).ShouldBeNull();
        if (message.Kind == MessageKind.Mask)
            Masks.Take(message, Domains).ShouldBeNull();
        await _source.Push(message);
        return message;
    }

    /// <summary>Completes when what a message owes is settled.</summary>
    public Task<Outcome> Settled(Message message) => _source.Settled(message.Origin.Offset);

    public bool IsSettled(Message message) => _source.Settled(message.Origin.Offset).IsCompleted;

    public async Task End()
    {
        _source.End();
        await _host.SourcesEnded();
        (await _host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    private FlowHost Start(FlowDefinition flow, EngineServices services)
    {
        var host = new FlowHost(flow, services with { DeadLetters = _dead }, once: true);
        host.Start();
        return host;
    }

    private sealed class ModelSource : Source
    {
        private readonly TaskCompletionSource<SourceContext> _context = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ConcurrentDictionary<long, TaskCompletionSource<Outcome>> _outcomes = new();

        public override SourcePromise Promise => SourcePromise.Lossy;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            _context.SetResult(context);
            await _end.Task.WaitAsync(stop);
        }

        public async Task Push(Message message) => await (await _context.Task).AcceptAsync(message, null, TestContext.Current.CancellationToken);

        public Task<Outcome> Settled(long position) => Of(position).Task;

        public void End() => _end.TrySetResult();

        public override void Settled(Delivery delivery) => Of(delivery.Origin.Offset).TrySetResult(delivery.Outcome);

        private TaskCompletionSource<Outcome> Of(long position) =>
            _outcomes.GetOrAdd(position, static _ => new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
