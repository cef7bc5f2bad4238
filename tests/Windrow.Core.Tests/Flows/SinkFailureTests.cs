using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns.Debug;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;
using Windrow.Testing.Faults;
using Windrow.Testing.IO;

namespace Windrow.Core.Tests.Flows;

/// <summary>Several sinks behind one plan.</summary>
public sealed class SinkFailureTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("windrow-sinks-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_full_disk_under_one_sink_loses_nothing_of_the_others()
    {
        var full = Path.Combine(_directory, "full") + "/";
        var disk = new FaultPlan(1, FaultManner.DiskFull) { Times = long.MaxValue };
        var services = new EngineServices { Files = new SplitFileSystem(full, new FaultyFileSystem(disk), new PhysicalFileSystem()) };
        var source = new ListSource(Enumerable.Range(0, 5).Select(static number => Bytes(number)));
        var host = await TestFlow.Run(FlowText.Read($$"""
            plans:
              - name: copies
                on-error: {retry: 0}
                actions:
                  - type: sink
                    sinks:
                      - {type: file, path: "{{full}}all.bin"}
                      - {type: file, path: "{{_directory}}/whole/all.bin"}
                      - {type: single-field-sink, root_path: "{{full}}"}
                      - {type: single-field-sink, root_path: "{{_directory}}/each/"}
            """, source, services), services);
        disk.Struck.ShouldNotBeNull();
        (await File.ReadAllBytesAsync(Path.Combine(_directory, "whole/all.bin"), TestContext.Current.CancellationToken)).ShouldBe([0, 1, 2, 3, 4]);
        Directory.GetFiles(Path.Combine(_directory, "each")).Length.ShouldBe(5);
        Directory.GetFiles(full).ShouldBeEmpty();
        host.Services.DeadLetters.Count.ShouldBe(10);
        host.Counts().Dead.ShouldBe(5);
        source.Deliveries.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_plan_whose_sinks_are_all_switched_off_takes_its_messages_and_does_nothing()
    {
        var off = FlowText.Read("plans: [{name: a, actions: [{type: sink, sinks: [{type: file, path: a.bin, enable: false}]}]}, {name: b, actions: [{type: sink, sinks: []}]}]", new ListSource([Bytes(1)]));
        (await TestFlow.Run(off)).Counts().Delivered.ShouldBe(1);
    }

    [Fact]
    public async Task An_action_that_is_switched_off_is_left_out()
    {
        var flow = FlowText.Read("plans: [{name: a, actions: [{type: set, values: {x: 1}, enable: false}, {type: debug-sink}]}]", new ListSource([Bytes(1)]));
        flow.Plans[0].All.Select(static action => action.Type).ShouldBe(["debug-sink"]);
        var host = await TestFlow.Run(flow);
        var kept = host.Shared.Get<DebugMessages>();
        kept.Count.ShouldBe(2); // the field, and the flush at the end
        kept.Take()!.Metadata.Contains("x").ShouldBeFalse();
    }

    [Fact]
    public async Task What_only_one_thread_may_be_in_has_a_worker_of_its_own_behind_a_stage_of_several()
    {
        var inside = 0;
        var most = 0;
        var first = new Probe(static (message, output) => output.Emit(message), concurrent: true);
        var single = new Probe((message, output) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref inside));
            Thread.SpinWait(500);
            Interlocked.Decrement(ref inside);
            output.Emit(message);
        });
        var sink = new Probe(static (message, output) => output.Deliver(message), concurrent: true, terminal: true);
        var source = new ListSource(Enumerable.Range(0, 2_000).Select(static number => TestFlow.Message(number)));
        await TestFlow.Run(TestFlow.Flow([source], TestFlow.Plan("p", (first, new StageOptions { Workers = 8, Ordered = false }), (single, null), (sink, null))));
        most.ShouldBe(1);
    }

    private static Message Bytes(int number) => new(
        MessageKind.Field, Metadata.From(("level", 0L), ("step", (long)number), ("param", "t")), new BytesPayload(new[] { (byte)number }), new Origin("test", "memory", number));
}
