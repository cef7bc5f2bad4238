using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.Stages;
using Windrow.Core.Tests.Testing;

namespace Windrow.Core.Tests.Stages;

public class StageTests
{
    [Fact]
    public void Order_within_a_key_holds_for_any_keys_workers_priorities_and_failures() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(),
            (keys, workers, failEvery) => RunKeyed(keys, 1 + (workers.Get % 4), 2 + failEvery.Get).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task<bool> RunKeyed(byte[] keys, int workers, int failEvery)
    {
        var seen = new ConcurrentQueue<(long Key, long Number)>();
        var inside = new ConcurrentDictionary<long, bool>();
        var overlapped = false;
        var sink = new Probe(
            (message, output) =>
            {
                _ = message.Metadata.TryGetInt64("key", out var key);
                overlapped |= !inside.TryAdd(key, true);
                var fails = message.Number() % failEvery == 0 && message.Attempt < 3;
                if (!fails)
                    seen.Enqueue((key, message.Number()));
                inside.TryRemove(key, out _);
                if (fails)
                    output.Fail(message, Failure.Transient("again"));
                else
                    output.Deliver(message);
            },
            concurrent: true, terminal: true);
        var stage = new StageOptions { Workers = workers, Key = ["key"], Priority = "urgency" };
        var messages = keys.Select((key, index) => TestFlow.Message(index, ("key", key % 5L), ("urgency", key % 3L)));
        var plan = TestFlow.Plan("p", (sink, stage)) with { Retry = new RetryPolicy(3, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1)) };
        await TestFlow.Run(TestFlow.Flow([new ListSource(messages)], plan));
        return !overlapped && seen.Count == keys.Length && seen.GroupBy(entry => entry.Key).All(group => group.Zip(group.Skip(1)).All(pair => pair.First.Number < pair.Second.Number));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Age_of_the_oldest_message_counts_those_that_are_worked_on_and_those_that_are_tried_again(bool ordered)
    {
        var time = new ManualTime();
        var queue = new StageQueue(new StageOptions { Key = ["key"], Ordered = ordered }, CoarseClock.Of(time));
        queue.OldestAge.ShouldBeNull();
        foreach (var key in new[] { 1, 2, 3 })
        {
            queue.Add(TestFlow.Message(key, ("key", (long)key)), 0);
            time.Advance(TimeSpan.FromSeconds(10));
        }

        queue.OldestAge.ShouldBe(TimeSpan.FromSeconds(30));
        var (first, next) = (new StageItem[1], new StageItem[1]);
        queue.Next([], first, out _).ShouldBe(1);
        queue.OldestAge.ShouldBe(TimeSpan.FromSeconds(30));
        var group = queue.Park(first[0].Message, 0, first[0].Group)!;
        queue.Next(first, next, out _).ShouldBe(1);
        queue.OldestAge.ShouldBe(TimeSpan.FromSeconds(30));
        queue.Wake(group);
        queue.Next(next, first, out _).ShouldBe(1);
        queue.Next(first, next, out _).ShouldBe(1);
        queue.OldestAge.ShouldBe(TimeSpan.FromSeconds(30));
        queue.End(next);
        queue.OldestAge.ShouldBeNull();
    }

    [Fact]
    public void Age_of_the_oldest_message_is_that_of_the_next_when_the_oldest_is_done()
    {
        var time = new ManualTime();
        var queue = new StageQueue(new StageOptions(), CoarseClock.Of(time));
        var items = new StageItem[1];
        queue.Add(TestFlow.Message(1), 0);
        time.Advance(TimeSpan.FromHours(30));
        queue.Add(TestFlow.Message(2), 0);
        time.Advance(TimeSpan.FromSeconds(1));
        queue.Next([], items, out _);
        queue.OldestAge.ShouldBe(TimeSpan.FromHours(30) + TimeSpan.FromSeconds(1));
        queue.Next(items, items, out _);
        queue.OldestAge.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Lane_that_lies_down_while_work_comes_loses_none()
    {
        // Many more plans than cores, so that workers are interrupted at every point of their lying down.
        const int Plans = 48;
        const int Rounds = 4_000;
        var delivered = 0;
        var plans = Enumerable.Range(0, Plans).Select(number => new Plan(
            TestFlow.Plan($"p{number}", (new Probe((message, output) => { Interlocked.Increment(ref delivered); output.Deliver(message); }, terminal: true, waits: true), null)),
            new EngineServices(), TestFlow.NoStore, new FlowShared(), new Congestion(), 1)).ToList();
        await Task.WhenAll(plans.Select(plan => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    Thread.SpinWait(round % 61);
                    plan.Entrance.Enqueue(TestFlow.Message(round));
                }
            },
            TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        foreach (var plan in plans)
            await plan.WhenAtRest().WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        delivered.ShouldBe(Plans * Rounds);
    }

    [Fact]
    public void Lane_that_lies_down_may_be_run_by_another_thread_before_it_has_returned()
    {
        var waiting = new Queue<IThreadPoolWorkItem>();
        Action<IThreadPoolWorkItem> dispatch = waiting.Enqueue;
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var delivered = new List<long>();
        var pass = new Probe((message, output) => output.Emit(message));
        var sink = new Probe(
            (message, output) =>
            {
                if (message.Number() == 3)
                {
                    inside.Set();
                    goOn.Wait(TestContext.Current.CancellationToken);
                }

                delivered.Add(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var plan = new Plan(
            TestFlow.Plan("p", (pass, new StageOptions()), (sink, new StageOptions { MaximumCount = 1 })),
            new EngineServices { Dispatch = work => dispatch(work) }, TestFlow.NoStore, new FlowShared(), new Congestion(), 1);

        // The first lane fills the queue of the second and is held up, with a message left in its own queue.
        plan.Entrance.Enqueue(TestFlow.Message(1));
        plan.Entrance.Enqueue(TestFlow.Message(2));
        var first = waiting.Dequeue();
        first.Execute();
        plan.Entrance.Enqueue(TestFlow.Message(3));
        var second = waiting.Dequeue();

        // The second finds its queue empty and relieves the first, which brings that message while the second lies down.
        // So it is taken up at once by another thread, and that is in the midst of the message when the second returns.
        Thread? other = null;
        dispatch = work =>
        {
            if (ReferenceEquals(work, first))
            {
                work.Execute();
                return;
            }

            other = new Thread(work.Execute) { IsBackground = true };
            other.Start();
            inside.Wait(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken).ShouldBeTrue();
        };
        second.Execute();
        goOn.Set();
        other.ShouldNotBeNull().Join();

        delivered.ShouldBe([1, 2, 3]);
        plan.Queued.ShouldBe(0);
        plan.IsAtRest.ShouldBeTrue();
    }

    [Fact]
    public async Task Plan_is_not_at_rest_while_an_action_waits_for_work_elsewhere()
    {
        var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var waiting = new BlockingCollection<IThreadPoolWorkItem>();
        var plan = new Plan(TestFlow.Plan("p", (new LaterSink(elsewhere.Task), null)), new EngineServices { Dispatch = waiting.Add }, TestFlow.NoStore, new FlowShared(), new Congestion(), 1);
        plan.Entrance.Enqueue(TestFlow.Message(1));
        waiting.Take(TestContext.Current.CancellationToken).Execute();
        plan.Queued.ShouldBe(0);
        plan.IsAtRest.ShouldBeFalse();
        var rest = plan.WhenAtRest();
        elsewhere.SetResult();
        waiting.Take(TestContext.Current.CancellationToken).Execute();
        await rest.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken);
        plan.IsAtRest.ShouldBeTrue();
    }

    [Fact]
    public void Priority_chooses_between_keys_and_never_within_one()
    {
        var queue = new StageQueue(new StageOptions { Key = ["key"], Priority = "urgency" }, CoarseClock.Of(TimeProvider.System));
        queue.Add(TestFlow.Message(1, ("key", "a"), ("urgency", 0L)), 0);
        queue.Add(TestFlow.Message(2, ("key", "b"), ("urgency", 5L)), 0);
        queue.Add(TestFlow.Message(3, ("key", "a"), ("urgency", 9L)), 0);
        Order(queue).ShouldBe([1, 3, 2]);
    }

    [Fact]
    public void Flush_is_a_barrier_that_overtakes_nothing_and_is_not_overtaken()
    {
        var queue = new StageQueue(new StageOptions { Key = ["key"], Workers = 2 }, CoarseClock.Of(TimeProvider.System));
        queue.Add(TestFlow.Message(1, ("key", "a")), 0);
        queue.Add(TestFlow.Message(2, ("key", "b")), 0);
        queue.Add(new Message(MessageKind.Flush, Metadata.Empty, Payload.None, new Origin("test", "flush")), 0);
        queue.Add(TestFlow.Message(3, ("key", "c")), 0);
        var first = Take(queue)!.Value;
        var second = Take(queue)!.Value;
        Take(queue).ShouldBeNull();
        Take(queue, first).ShouldBeNull();
        var flush = Take(queue, second)!.Value;
        flush.Message.Kind.ShouldBe(MessageKind.Flush);
        Take(queue).ShouldBeNull();
        Take(queue, flush)!.Value.Message.Number().ShouldBe(3);
    }

    [Fact]
    public void Flush_that_fails_comes_again_behind_what_failed_with_it_and_before_what_came_later() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt>(), Gen.Elements("in line", "one worker", "keys", "no order").ToArbitrary(),
            (keys, failures, stage) => RunFlushed(keys, 1 + (failures.Get % 3), stage).GetAwaiter().GetResult()).QuickCheckThrowOnFailure();

    private static async Task<bool> RunFlushed(byte[] keys, int failures, string kind)
    {
        var sink = new Hoard(failures);
        StageOptions? stage = kind switch
        {
            "in line" => null,
            "one worker" => new StageOptions(),
            "keys" => new StageOptions { Workers = 3, Key = ["key"] },
            _ => new StageOptions { Workers = 3, Ordered = false },
        };
        var messages = keys.Select((key, index) => key % 4 == 0
            ? new Message(MessageKind.Flush, Metadata.From(("number", (long)index)), Payload.None, new Origin("test", "flush", index))
            : TestFlow.Message(index, ("key", key % 5L)));
        var plan = TestFlow.Plan("p", (sink, stage)) with { Retry = new RetryPolicy(5, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1)) };
        await TestFlow.Run(TestFlow.Flow([new ListSource(messages)], plan));
        var flushed = keys.Select((key, index) => (key, index)).Where(static each => each.key % 4 == 0).Select(static each => (long)each.index);
        var order = sink.Kept.Where(static each => each.IsFlush && each.Number >= 0).Select(static each => each.Number);
        return sink.Kept.Count == keys.Length + 1 && order.SequenceEqual(flushed) && Enumerable.Range(0, sink.Kept.Count).All(at => sink.Kept[at] is not { IsFlush: true, Number: >= 0 } flush
            || (sink.Kept[..at].All(each => each.Number < flush.Number) && sink.Kept[at..].All(each => each.Number >= flush.Number || each.Number < 0)));
    }

    // Keeps everything until a flush; of the first flushes that find something none can keep it.
    private sealed class Hoard(int failures) : PlanAction
    {
        private readonly Lock _lock = new();
        private readonly List<Message> _pending = [];
        private int _failed;

        public List<(long Number, bool IsFlush)> Kept { get; } = [];

        public override bool IsConcurrent => true;

        public override bool IsTerminal => true;

        public override void Process(Message message, Output output)
        {
            output.DeliverWhenDurable(message);
            lock (_lock)
                _pending.Add(message);
        }

        public override void Flush(Message flush, Output output)
        {
            Message[] pending = [.. _pending];
            _pending.Clear();
            if (pending.Length > 0 && _failed++ < failures)
            {
                foreach (var message in pending)
                    output.Fail(message, Failure.Transient("again"));
                output.Fail(flush, Failure.Transient("again"));
                return;
            }

            foreach (var message in pending)
            {
                Kept.Add((message.Number(), false));
                message.Settle(Core.Deliveries.Outcome.Delivered);
            }

            Kept.Add((flush.Number(), true));
            output.Deliver(flush);
        }
    }

    [Fact]
    public void Parked_message_blocks_its_key_only_and_comes_first_when_woken()
    {
        var queue = new StageQueue(new StageOptions { Key = ["key"] }, CoarseClock.Of(TimeProvider.System));
        queue.Add(TestFlow.Message(1, ("key", "a")), 0);
        queue.Add(TestFlow.Message(2, ("key", "a")), 0);
        var item = Take(queue)!.Value;
        var group = queue.Park(item.Message, 0, item.Group)!;
        Take(queue, item).ShouldBeNull();
        queue.Add(TestFlow.Message(3, ("key", "b")), 0).ShouldBeTrue();
        Order(queue).ShouldBe([3]);
        queue.Wake(group).ShouldBeTrue();
        Order(queue).ShouldBe([1, 2]);
        queue.Count.ShouldBe(0);
    }

    [Fact]
    public void Messages_taken_along_with_one_that_failed_go_back_behind_it()
    {
        var queue = new StageQueue(new StageOptions(), CoarseClock.Of(TimeProvider.System));
        for (var number = 0; number < 5; number++)
            queue.Add(TestFlow.Message(number), 0);
        var items = new StageItem[8];
        queue.Next([], items, out _).ShouldBe(5);
        var group = queue.Park(items[1].Message, 0, items[1].Group, items.AsSpan(2, 3))!;
        queue.Next(items.AsSpan(0, 2), new StageItem[8], out _).ShouldBe(0);
        queue.Wake(group).ShouldBeTrue();
        Order(queue).ShouldBe([1, 2, 3, 4]);
        queue.Count.ShouldBe(0);
    }

    private static StageItem? Take(StageQueue queue, StageItem? had = null)
    {
        var next = new StageItem[1];
        return queue.Next(had is null ? [] : [had.Value], next, out _) == 1 ? next[0] : null;
    }

    private static List<long> Order(StageQueue queue)
    {
        var order = new List<long>();
        for (var item = Take(queue); item is not null; item = Take(queue, item))
            order.Add(item.Value.Message.Number());
        return order;
    }
}
