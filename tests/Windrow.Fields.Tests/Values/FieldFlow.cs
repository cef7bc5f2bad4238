using System.Collections.Concurrent;
using Windrow.Core;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;

namespace Windrow.Fields.Tests.Values;

/// <summary>Runs one action on messages, in the engine itself, and keeps what comes out.</summary>
internal sealed class FieldFlow
{
    private FieldFlow(FlowCounts counts, IReadOnlyList<Message> products, IReadOnlyList<DeadLetter> dead) =>
        (Counts, Products, Dead) = (counts, products, dead);

    public FlowCounts Counts { get; }

    public IReadOnlyList<Message> Products { get; }

    public IReadOnlyList<DeadLetter> Dead { get; }

    public static Task<FieldFlow> Run(PlanAction action, IEnumerable<Message> messages, StageOptions? stage = null) =>
        Run(new GivenSource(messages), action, stage);

    /// <summary>Runs a sink on messages.</summary>
    public static Task<FieldFlow> RunSink(PlanAction sink, IEnumerable<Message> messages)
    {
        var plan = new PlanDefinition("plan", Constant.True, [], [new ActionDefinition("sink", 1, null, SourceLocation.None, () => sink)], RetryPolicy.Transient, "plan", SourceLocation.None);
        return Run(new FlowDefinition("test", "/", [], [plan], new FlowSettings()), messages);
    }

    /// <summary>Runs a flow on messages, in place of its own sources.</summary>
    public static async Task<FieldFlow> Run(FlowDefinition flow, IEnumerable<Message> messages, EngineServices? services = null)
    {
        var dead = new DeadLetterList();
        var given = flow with { Sources = [new SourceDefinition("given", "given", "given", SourceLocation.None, () => new GivenSource(messages))], StateDirectory = null };
        var host = new FlowHost(given, (services ?? new EngineServices()) with { DeadLetters = dead }, once: true);
        host.Start();
        await host.SourcesEnded();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return new FieldFlow(host.Counts(), [], dead.List());
    }

    public static async Task<FieldFlow> Run(Source source, PlanAction? action = null, StageOptions? stage = null)
    {
        var sink = new KeepingSink();
        var dead = new DeadLetterList();
        var actions = action is null ? [] : new[] { new ActionDefinition("action", 1, stage, SourceLocation.None, () => action) };
        var plan = new PlanDefinition("plan", Constant.True, actions, [new ActionDefinition("keep", 2, null, SourceLocation.None, () => sink)], RetryPolicy.Transient, "plan", SourceLocation.None);
        var flow = new FlowDefinition("test", "/", [new SourceDefinition("given", "given", "given", SourceLocation.None, () => source)], [plan], new FlowSettings());
        var host = new FlowHost(flow, new EngineServices { DeadLetters = dead }, once: true);
        host.Start();
        await host.SourcesEnded();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return new FieldFlow(host.Counts(), [.. sink.Kept], dead.List());
    }

    public static T Bind<T>(OptionSet<T> set, string yaml)
        where T : class, new()
    {
        var options = Bind(set, yaml, out var diagnostics);
        diagnostics.ToString().ShouldBe("");
        return options;
    }

    public static T Bind<T>(OptionSet<T> set, string yaml, out DiagnosticBag diagnostics)
        where T : class, new()
    {
        diagnostics = new DiagnosticBag();
        return set.Bind((MappingNode)ConfigReader.Read(yaml, "f.yaml", diagnostics, ConfigDialect.Native)!, diagnostics);
    }

    /// <summary>The values of a product, NaN where they are missing by its metadata.</summary>
    public static double[] Values(Message product)
    {
        var field = (FieldPayload)product.Payload;
        var values = field.Precision == Precision.Double ? field.Doubles.ToArray() : [.. field.Singles.ToArray().Select(static value => (double)value)];
        var missing = Fields.Values.MessageValues.MissingOf(product.Metadata);
        return [.. values.Select(value => value == missing ? double.NaN : value)];
    }

    private sealed class GivenSource(IEnumerable<Message> messages) : Source
    {
        public override SourcePromise Promise => SourcePromise.Replayable;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            foreach (var message in messages)
                await context.AcceptAsync(message, null, stop);
        }
    }

    private sealed class KeepingSink : PlanAction
    {
        public ConcurrentQueue<Message> Kept { get; } = new();

        public override bool IsTerminal => true;

        public override bool IsConcurrent => true;

        public override void Process(Message message, Output output)
        {
            Kept.Enqueue(new Message(message.Id, message.Kind, message.Metadata, message.Payload.Add(), null, message.Origin));
            output.Deliver(message);
        }
    }
}
