using Windrow.Cli;
using Windrow.Core;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;
using Windrow.EndToEnd.Tests.Testing;
using Windrow.Storage;

namespace Windrow.EndToEnd.Tests.Faults;

/// <summary>Somebody sets the wall clock while something waits for its time: nothing is stuck.</summary>
public sealed class ClockJumpTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData(-24)]
    [InlineData(0)]
    [InlineData(24)]
    public async Task Message_of_a_durable_queue_waits_no_longer_than_a_retry_may(int hours)
    {
        var retry = new RetryPolicy(10, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60));
        var flow = (Probe sink, int count) => TestFlow.Flow(
            [new ListSource(Enumerable.Range(0, count).Select(static number => TestFlow.Message(number)))],
            TestFlow.Plan("p", (sink, new StageOptions { Queue = QueueKind.Durable })) with { Retry = retry }) with
        { StateDirectory = _scratch["state"] };
        var failing = new Probe((message, output) => output.Fail(message, Failure.Transient("not now")), waits: true, terminal: true);
        using (var first = new FlowHost(flow(failing, 1), Services()))
        {
            first.Start();
            await first.SourcesEnded();
            var store = first.Store.Open();
            await Until(() => store.ReadQueue(store.Queue("p/1:probe"), 0, 1) is [{ Attempts: 1 }]);

            // Stopped at once, so that the message stays in the queue with its time.
            using var stop = new CancellationTokenSource();
            await stop.CancelAsync();
            await first.DrainAsync(stop.Token);
        }

        _time.Jump(TimeSpan.FromHours(hours));
        var delivered = 0;
        var sound = new Probe(
            (message, output) =>
            {
                Interlocked.Increment(ref delivered);
                output.Deliver(message);
            },
            waits: true, terminal: true);
        using var second = new FlowHost(flow(sound, 0), Services());
        second.Start();
        var waited = TimeSpan.Zero;
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            waited += TimeSpan.FromSeconds(1);
            return Volatile.Read(ref delivered) == 1;
        });

        // With its jitter the wait is no less than half of a minute. Until the queue is read time passes, too.
        waited.ShouldBeLessThan(TimeSpan.FromHours(3));
        if (hours <= 0)
            waited.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(29));
        (await second.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task Watched_file_is_taken_when_it_has_been_quiet(int hours)
    {
        Directory.CreateDirectory(_scratch["incoming"]);
        _scratch.Write("incoming/a.jsonl", "{\"x\": 1}\n");
        using var host = Start("""
            settings: {state: none}
            sources: [{type: watch, path: incoming, quiet: 10s}]
            plans: [{name: all, actions: [{type: "null"}]}]
            """);
        await Until(() => _time.Waiting > 0);
        _time.Jump(TimeSpan.FromHours(hours));
        _time.Advance(TimeSpan.FromSeconds(9));
        host.Counts().Accepted.ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(2));
        await Until(() => host.Counts().Accepted == 1);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-24)]
    [InlineData(24)]
    public async Task Checkpoint_comes_when_its_time_has_passed(int hours)
    {
        Directory.CreateDirectory(_scratch["incoming"]);
        await FaultHostProgram.Produce(_scratch["incoming"], _scratch["obligations"], 0, 2);
        using var host = Start("""
            settings: {state: state, checkpoint-every: 30s}
            sources: [{type: watch, path: incoming, quiet: 0s}]
            plans:
              - name: days
                actions:
                  - {type: select, match: {shortName: [2t]}}
                  - {type: statistics, output-frequency: 1d, operations: [average]}
                  - {type: "null"}
            """);
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(1)); // 'quiet' is over in the next instant
            return host.Counts().Accepted == host.Counts().Unmatched + 2;
        });
        _time.Jump(TimeSpan.FromHours(hours));
        var waited = TimeSpan.Zero;
        await Until(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            waited += TimeSpan.FromMilliseconds(200);
            return host.Counts().Absorbed == 2;
        });
        waited.ShouldBeInRange(TimeSpan.FromSeconds(29), TimeSpan.FromHours(1));
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
    }

    private EngineServices Services() => new() { Time = _time, States = new SqliteStates(new PhysicalFileSystem(), _time) };

    private FlowHost Start(string flow)
    {
        var services = Services();
        var host = new FlowHost(new FlowFile(services, CompositionRoot.PlugIns()).Read(_scratch.Write("flow.yaml", flow)).ShouldNotBeNull(), services);
        host.Start();
        return host;
    }
}
