using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;

namespace Windrow.Storage.Tests.Testing;

/// <summary>Flows with one durable stage, over a real store.</summary>
internal static class Flows
{
    public static EngineServices Services(TimeProvider? time = null, IDeadLetters? letters = null) => new()
    {
        Time = time ?? TimeProvider.System,
        States = new SqliteStates(new PhysicalFileSystem(), time ?? TimeProvider.System),
        DeadLetters = letters ?? new DeadLetterList(),
    };

    /// <summary>A flow whose only plan has a sink behind a durable queue.</summary>
    public static FlowDefinition Flow(StateDirectory directory, StageOptions stage, PlanAction sink, Source[] sources, RetryPolicy? retry = null)
    {
        stage.Queue = QueueKind.Durable;
        var plan = TestFlow.Plan("p", (sink, stage));
        return TestFlow.Flow(sources, retry is null ? plan : plan with { Retry = retry }) with { StateDirectory = directory.Path };
    }

    /// <summary>A sink that delivers nothing before the gate is open.</summary>
    public static Probe Behind(ManualResetEventSlim gate) => new(
        (message, output) =>
        {
            gate.Wait();
            output.Deliver(message);
        },
        terminal: true);

    public static Message Message(int number, Payload payload, params ReadOnlySpan<(string, MetadataValue)> metadata) =>
        new(MessageKind.Event, Metadata.From(metadata).With("number", (long)number), payload, new Origin("test", "memory", number));

    /// <summary>Runs a flow to its end.</summary>
    public static async Task ToEnd(FlowDefinition flow, EngineServices? services = null)
    {
        using var host = new FlowHost(flow, services ?? Services(), once: true);
        host.Start();
        await host.SourcesEnded().WaitAsync(Patience);
        (await host.DrainAsync().WaitAsync(Patience)).ShouldBeTrue();
    }

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
}
