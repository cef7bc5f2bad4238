using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Deliveries;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Stages;

/// <summary>Folds that take their messages out of a durable queue, which owes them by itself.</summary>
public sealed class FoldBehindQueueTests : IDisposable
{
    private const int Window = 4;

    private readonly StateDirectory _directory = new();
    private readonly ConcurrentQueue<string> _products = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>
    /// The queue goes on while a reload replaces sources. What the old fold made of that would be made a second time by
    /// its heir, which has the state of before.
    /// </summary>
    [Fact]
    public async Task Reload_over_a_backlog_hands_the_fold_over_and_no_product_appears_twice()
    {
        const int Count = 200;
        using var gate = new SemaphoreSlim(0);
        var before = new Fold { Gate = gate };
        var source = new ListSource([.. Enumerable.Range(0, Count).Select(static number => TestFlow.Message(number))]);

        // It goes with the reload, and takes its time: until the old fold has made something behind its checkpoint, if it does.
        var slow = new SlowToStop(() => before.MadeSinceSaved);
        var flow = Flow(before, source, slow);
        using var host = new FlowHost(flow, Flows.Services());
        host.Start();
        await Until(() => source.Deliveries.Count == Count);
        gate.Release(10);
        await Until(() => before.Taken.Count == 10);
        var heir = new Fold();
        var reload = host.ReloadAsync(flow with { Sources = [flow.Sources[0]], Plans = [Plan(heir) with { Canonical = "changed" }] });
        gate.Release(Count);
        (await reload.WaitAsync(Flows.Patience, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await Until(() => heir.Taken.Count == Count);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        _products.Order().ShouldBe(Enumerable.Range(0, Count / Window).Select(static window => $"{window}").Order());
        heir.Taken.Order().ShouldBe(Enumerable.Range(0, Count).Select(static number => (long)number));
    }

    /// <summary>
    /// Another plan still owes the messages, so the source brings them again after a crash, when the queue has long done
    /// with them.
    /// </summary>
    [Fact]
    public async Task Message_that_the_source_brings_again_for_another_plan_is_taken_in_once()
    {
        const int Count = 10;
        StateDirectory copy;
        List<Message> Messages() => [.. Enumerable.Range(0, Count).Select(static number => TestFlow.Message(number))];
        var first = new Fold();
        using (var host = new FlowHost(Flow(first, new Fold(), new ListSource(Messages())), Flows.Services()))
        {
            host.Start();
            await Until(() => first.Taken.Count == Count);
            var plan = host.RunningPlans[0];
            (await host.BeginCheckpoint(plan.Sections[^1]).Done).ShouldBeTrue();
            await Until(() => host.Store.Open().Queues().Sum(static queue => queue.Count) == 0);
            (await host.BeginCheckpoint(plan.Sections[^1]).Done).ShouldBeTrue();
            copy = _directory.Copy();
        }

        using (copy)
        {
            var (again, other) = (new Fold(), new Fold());
            using var host = new FlowHost(Flow(again, other, new ListSource(Messages())) with { StateDirectory = copy.Path }, Flows.Services());
            host.Start();
            await Until(() => other.Taken.Count == Count);
            (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            again.Taken.Order().ShouldBe(Enumerable.Range(0, Count).Select(static number => (long)number));
        }
    }

    private FlowDefinition Flow(Fold fold, params Source[] sources) => Flow([Plan(fold)], sources);

    private FlowDefinition Flow(Fold behind, Fold inLine, Source source) =>
        Flow([Plan(behind), TestFlow.Plan("in line", (inLine, null), (Sink(), null))], [source]);

    private FlowDefinition Flow(PlanDefinition[] plans, Source[] sources) =>
        TestFlow.Flow(sources, plans) with { StateDirectory = _directory.Path, Settings = new FlowSettings { CheckpointEvery = TimeSpan.FromHours(1) } };

    private PlanDefinition Plan(Fold fold) =>
        TestFlow.Plan("p", (fold, new StageOptions { Queue = QueueKind.Durable, MaximumCount = 50 }), (Sink(), null));

    private Probe Sink() => new(
        (message, output) =>
        {
            if (message.Metadata.TryGetInt64("window", out var window))
                _products.Enqueue($"{window}");
            output.Deliver(message);
        },
        terminal: true);

    /// <summary>Makes a message of each few that it takes in.</summary>
    private sealed class Fold : PlanAction
    {
        private bool _isSaved;

        public ConcurrentQueue<long> Taken { get; } = new();

        public SemaphoreSlim? Gate { get; init; }

        public bool MadeSinceSaved { get; private set; }

        public override bool Checkpoints => true;

        public override bool HasOpenState => !Taken.IsEmpty;

        public override void Process(Message message, Output output)
        {
            Gate?.Wait();
            Taken.Enqueue(message.Number());
            if (Taken.Count % Window == 0)
            {
                output.Emit(output.Fold(message, message.Id, message.Kind, Metadata.From(("window", (Taken.Count / Window) - 1L)), Payload.None, new Lineage(message.Inputs.ToArray())));
                MadeSinceSaved |= _isSaved;
            }

            output.Absorb(message);
        }

        public override void Save(FoldState state)
        {
            state.Put("taken", MemoryMarshal.AsBytes<long>(Taken.ToArray()));
            _isSaved = true;
        }

        public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats)
        {
            foreach (var number in MemoryMarshal.Cast<byte, long>(state))
                Taken.Enqueue(number);
        }
    }

    private sealed class SlowToStop(Func<bool> may) : Source
    {
        public override SourcePromise Promise => SourcePromise.Lossy;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            var stopped = new TaskCompletionSource();
            await using (stop.Register(stopped.SetResult))
                await stopped.Task;
            _ = SpinWait.SpinUntil(may, TimeSpan.FromMilliseconds(500));
        }

        public override void Settled(Delivery delivery)
        {
        }
    }
}
