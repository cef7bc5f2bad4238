using Windrow.Core.Binary;
using Windrow.Core.Configuration;
using Windrow.Core.Errors;
using Windrow.Core.Filters;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Core.State;

namespace Windrow.Core.Tests.Testing;

/// <summary>Builds flows from code for tests of the engine itself.</summary>
public static class TestFlow
{
    public static FlowStore NoStore => new(new EngineServices(), null, new StoredFormats());

    public static PlanDefinition Plan(string name, params (PlanAction Action, StageOptions? Stage)[] actions) => Plan(name, Constant.True, actions);

    public static PlanDefinition Plan(string name, Filter filter, params (PlanAction Action, StageOptions? Stage)[] actions)
    {
        var definitions = actions.Select((entry, index) => new ActionDefinition("probe", index + 1, entry.Stage, SourceLocation.None, () => entry.Action)).ToList();
        var sinks = definitions.Where((_, index) => actions[index].Action.IsTerminal).ToList();
        return new PlanDefinition(name, filter, definitions.Except(sinks).ToList(), sinks, RetryPolicy.Transient, name, SourceLocation.None);
    }

    public static FlowDefinition Flow(Source[] sources, params PlanDefinition[] plans) => new(
        "test", "/", [.. sources.Select((source, index) => new SourceDefinition($"source-{index}", "test", $"{index}", SourceLocation.None, () => source))], plans, new FlowSettings());

    public static Message Message(int number, params ReadOnlySpan<(string, MetadataValue)> metadata) =>
        new(MessageKind.Event, Metadata.From(metadata).With("number", (long)number), Payload.None, new Origin("test", "memory", number));

    public static long Number(this Message message) => message.Metadata.TryGetInt64("number", out var number) ? number : -1;

    /// <summary>Runs a flow to its end and gives its host.</summary>
    public static async Task<FlowHost> Run(FlowDefinition flow, EngineServices? services = null)
    {
        var host = new FlowHost(flow, services ?? new EngineServices(), once: true);
        host.Start();
        await host.SourcesEnded();
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return host;
    }
}
