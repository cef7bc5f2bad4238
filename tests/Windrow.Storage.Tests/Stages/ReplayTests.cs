using System.Collections.Concurrent;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Plans;
using Windrow.Core.Sources;
using Windrow.Core.Stages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Stages;

/// <summary>What a source brings again after a crash, because one plan still owed for it, other plans have had already.</summary>
public sealed class ReplayTests : IDisposable
{
    private const int Count = 20;

    private readonly StateDirectory _directory = new();
    private readonly SemaphoreSlim _gate = new(0);

    public void Dispose()
    {
        _gate.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public async Task Row_of_a_message_that_another_plan_owes_for_stays_until_that_is_done()
    {
        var sink = new Numbers();
        using var host = new FlowHost(Flow(_directory, sink.Probe, Late(), [Source()]), Flows.Services(), once: true);
        host.Start();
        await Until(() => sink.Seen.Count == Count);
        await Until(() => host.Plans()[0].Stages[0].Count == 0);
        Queued(_directory).ShouldBe(Count, "the source may bring them again");
        _gate.Release(Count);
        await Until(() => Queued(_directory) == 0);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        sink.Seen.Count.ShouldBe(Count);
    }

    [Fact]
    public async Task Fold_behind_a_durable_queue_takes_nothing_twice_when_another_plan_still_owes()
    {
        var fold = new Sum();
        var source = new SlowSource(Messages(), before: Count / 2);
        using var host = new FlowHost(Flow(_directory, fold, Late(), [source], checkpointEvery: TimeSpan.FromMilliseconds(1)), Flows.Services(), once: true);
        host.Start();

        // When the second half is saved the first is done, as far as its queue goes; the other plan owes for all of it.
        await Until(() => fold.Saved == Count / 2 && host.Plans()[0].Owed == 0);
        source.Go.SetResult();
        await Until(() => fold.Saved == Count && host.Plans()[0].Owed == 0);
        using var copy = _directory.Copy();
        var restored = new Sum();
        _gate.Release(2 * Count);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();

        await Flows.ToEnd(Flow(copy, restored, Late(), [Source()]));
        restored.Largest.ShouldBe(Count, "each was to be taken in once, over both runs");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row_that_an_earlier_run_left_stays_until_the_sources_have_caught_up(bool comesAgain)
    {
        // The earlier run is killed when everything is in the queue and nothing is done.
        using var copy = await CopyWithFullQueue();
        var source = new SlowSource(comesAgain ? Messages() : []);
        var sink = new Numbers();
        using var host = new FlowHost(Flow(copy, sink.Probe, Late(), [source]), Flows.Services(), once: true);
        host.Start();
        await Until(() => sink.Seen.Count == Count);
        await Until(() => host.Plans()[0].Stages[0].Count == 0);
        Queued(copy).ShouldBe(Count, "the source has not said that it brings none of them again");
        source.Go.SetResult();
        if (comesAgain)
            await Until(() => source.Accepted == Count);
        _gate.Release(Count);
        await Until(() => Queued(copy) == 0);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        sink.Seen.Count.ShouldBe(Count, "what came again was known");
    }

    private async Task<StateDirectory> CopyWithFullQueue()
    {
        using var closed = new SemaphoreSlim(0);
        var sink = new Probe(
            (message, output) =>
            {
                closed.Wait();
                output.Deliver(message);
            },
            terminal: true, waits: true);
        using var host = new FlowHost(Flow(_directory, sink, Late(), [Source()]), Flows.Services(), once: true);
        host.Start();
        await Until(() => Queued(_directory) == Count);
        var copy = _directory.Copy();
        closed.Release(Count);
        _gate.Release(Count);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        return copy;
    }

    private static FlowDefinition Flow(StateDirectory directory, PlanAction queued, PlanAction late, Source[] sources, TimeSpan? checkpointEvery = null)
    {
        var flow = TestFlow.Flow(
            sources,
            TestFlow.Plan("queued", (queued, new StageOptions { Queue = QueueKind.Durable, MaximumCount = 7 })),
            TestFlow.Plan("late", (late, new StageOptions())));
        return flow with { StateDirectory = directory.Path, Settings = new FlowSettings { CheckpointEvery = checkpointEvery ?? TimeSpan.FromSeconds(30) } };
    }

    private static List<Message> Messages() => [.. Enumerable.Range(0, Count).Select(static number => TestFlow.Message(number))];

    private static ListSource Source() => new(Messages());

    private Probe Late() => new(
        (message, output) =>
        {
            _gate.Wait();
            output.Deliver(message);
        },
        terminal: true, waits: true);

    // With those that are done, of which only the ids are left.
    private static long Queued(StateDirectory directory)
    {
        using var database = directory.Connect();
        return database.Number("SELECT count(*) FROM queued");
    }

    /// <summary>A sink that remembers the numbers.</summary>
    private sealed class Numbers
    {
        public Numbers() => Probe = new(
            (message, output) =>
            {
                Seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);

        public ConcurrentQueue<long> Seen { get; } = new();

        public Probe Probe { get; }
    }

    /// <summary>Counts what it takes in, and never comes to an end with it.</summary>
    private sealed class Sum : PlanAction
    {
        private long _total;

        public long Total => Volatile.Read(ref _total);

        public long Saved { get; private set; }

        public long Largest { get; private set; }

        public override bool Checkpoints => true;

        public override bool HasOpenState => true;

        public override void Process(Message message, Output output)
        {
            output.Absorb(message);
            Largest = Math.Max(Largest, Interlocked.Increment(ref _total));
        }

        public override void Save(FoldState state)
        {
            Saved = _total;
            state.Put("total", BitConverter.GetBytes(_total));
        }

        public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats) => _total = Largest = BitConverter.ToInt64(state);
    }

    /// <summary>Brings some messages at once, and the others when it may.</summary>
    private sealed class SlowSource(List<Message> messages, int before = 0) : Source
    {
        private int _accepted;

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Accepted => Volatile.Read(ref _accepted);

        public override SourcePromise Promise => SourcePromise.Replayable;

        public override async Task RunAsync(SourceContext context, CancellationToken stop)
        {
            foreach (var message in messages)
            {
                if (_accepted == before)
                    await Go.Task.WaitAsync(stop);
                await context.AcceptAsync(message, message.Metadata, stop);
                Interlocked.Increment(ref _accepted);
            }

            await Go.Task.WaitAsync(stop);
        }
    }
}
