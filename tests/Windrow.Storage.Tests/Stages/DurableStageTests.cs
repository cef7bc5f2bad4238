using System.Collections.Concurrent;
using Windrow.Core.Errors;
using Windrow.Core.Flows;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Stages;

/// <summary>Flows whose sink is behind a durable queue, over the real store.</summary>
public sealed class DurableStageTests : IDisposable
{
    private static readonly RetryPolicy AtOnce = new(3, TimeSpan.FromTicks(1), TimeSpan.FromTicks(1));

    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Order_within_a_key_holds_for_any_keys_workers_priorities_failures_and_windows() => Properties.Hold(60, random =>
    {
        using var directory = new StateDirectory();
        var (count, failEvery, keys) = (random.Next(1, 400), random.Next(2, 9), random.Next(1, 6));
        var stage = new StageOptions { Workers = random.Next(1, 5), Key = ["key"], MaximumCount = random.Pick(1, 2, 3, 7, 1_000), Priority = random.Pick(null, "urgency") };
        var seen = new KeyedSink(message => message.Number() % failEvery == 0 && message.Attempt < 3);
        var messages = Enumerable.Range(0, count).Select(number => TestFlow.Message(number, ("key", (long)random.Next(keys)), ("urgency", (long)random.Next(3)))).ToList();
        Flows.ToEnd(Flows.Flow(directory, stage, seen.Probe, [new ListSource(messages)], AtOnce)).GetAwaiter().GetResult();
        seen.Overlapped.ShouldBeFalse();
        seen.Numbers.Order().ShouldBe(Enumerable.Range(0, count).Select(static number => (long)number));
        seen.ShouldBeInOrder();
        using var database = directory.Connect();
        database.Number("SELECT count(*) FROM queued").ShouldBe(0);
        database.ShouldBeSound();
    });

    [Fact]
    public void Killed_at_any_moment_what_was_settled_is_done_or_comes_again_once_and_in_order() => Properties.Hold(25, random =>
    {
        using var directory = new StateDirectory();
        var (count, keys, killAfter) = (random.Next(20, 600), random.Next(1, 5), random.Next(0, 300));
        StageOptions Stage() => new() { Workers = 2, Key = ["key"], MaximumCount = random.Pick(2, 10, 1_000), Priority = random.Pick(null, "urgency") };
        var delivered = 0;
        using var reached = new ManualResetEventSlim(killAfter == 0);
        var first = new KeyedSink(static _ => false, () =>
        {
            if (Interlocked.Increment(ref delivered) == killAfter)
                reached.Set();
        });
        var source = new ListSource(Enumerable.Range(0, count).Select(number => TestFlow.Message(number, ("key", (long)random.Next(keys)), ("urgency", (long)random.Next(3)))));
        using var host = new FlowHost(Flows.Flow(directory, Stage(), first.Probe, [source]), Flows.Services(), once: true);
        host.Start();
        _ = SpinWait.SpinUntil(() => reached.IsSet || host.SourcesEnded().IsCompleted, Flows.Patience);

        // What is settled now has to be in the copy or done; what the sink had before the copy is looked at after it.
        var settled = source.Deliveries.Select(static delivery => delivery.Origin.Offset).ToList();
        using var copy = directory.Copy();
        var done = first.Numbers.ToHashSet();
        host.DrainAsync().WaitAsync(Flows.Patience).GetAwaiter().GetResult().ShouldBeTrue();

        long queued;
        using (var database = copy.Connect())
            queued = database.Number("SELECT count(*) FROM queued WHERE priority >= 0");
        var second = new KeyedSink(static _ => false);
        Flows.ToEnd(Flows.Flow(copy, Stage(), second.Probe, [])).GetAwaiter().GetResult();
        second.Numbers.Distinct().Count().ShouldBe(second.Numbers.Count, "nothing is in the queue twice");
        second.Numbers.Count.ShouldBe((int)queued, "what is in the queue comes out of it");
        second.ShouldBeInOrder();
        settled.Except(done).Except(second.Numbers).ShouldBeEmpty("what was settled is neither done nor in the queue");
    });

    [Fact]
    public void Order_within_a_key_holds_when_priority_or_key_changed_over_a_backlog() => Properties.Hold(60, random =>
    {
        using var directory = new StateDirectory();
        var (waiting, coming) = (random.Next(1, 60), random.Next(1, 60));
        StageOptions Stage() => new()
        {
            Key = random.Pick<string[]>(["key"], ["other"], ["key", "other"]),
            Priority = random.Pick(null, "urgency", "other"),
            MaximumCount = random.Pick(1, 5, 1_000),
        };
        List<Message> Messages(int first, int count) =>
            [.. Enumerable.Range(first, count).Select(number => TestFlow.Message(number, ("key", (long)random.Next(3)), ("other", (long)random.Next(3)), ("urgency", (long)random.Next(10))))];
        using var copy = QueueAndKill(directory, Stage(), Messages(0, waiting)).GetAwaiter().GetResult();
        var (stage, seen) = (Stage(), new ConcurrentQueue<Message>());
        var sink = new Probe(
            (message, output) =>
            {
                seen.Enqueue(message);
                output.Deliver(message);
            },
            terminal: true);
        Flows.ToEnd(Flows.Flow(copy, stage, sink, [new ListSource(Messages(waiting, coming))])).GetAwaiter().GetResult();
        seen.Select(static message => message.Number()).Order().ShouldBe(Enumerable.Range(0, waiting + coming).Select(static number => (long)number));
        foreach (var group in seen.GroupBy(message => string.Join('/', stage.Key.Select(key => message.Metadata.TryGet(key, out var value) ? value.ToString() : ""))))
            group.Select(static message => message.Number()).ShouldBeInOrder();
    });

    [Fact]
    public async Task What_is_in_the_queue_at_the_start_waits_until_every_action_of_every_plan_has_what_it_kept()
    {
        using var copy = await QueueAndKill(_directory, new StageOptions(), [TestFlow.Message(1)]);
        using var executed = new SemaphoreSlim(0);
        var log = new ConcurrentQueue<string>();
        var first = new OpenedProbe("first", log, () => { });
        var second = new OpenedProbe("second", log, () => executed.Wait(Flows.Patience).ShouldBeTrue());
        var services = Flows.Services() with
        {
            // On the thread that brings the message, so that it would be done by now if it were let through.
            Dispatch = work =>
            {
                work.Execute();
                executed.Release();
            },
        };
        var flow = Flows.Flow(copy, new StageOptions(), first, []);
        await Flows.ToEnd(flow with { Plans = [.. flow.Plans, TestFlow.Plan("q", (second, null))] }, services);
        log.ShouldBe(["first opened", "second opened", "first has 1"]);
    }

    [Fact]
    public async Task Urgent_message_overtakes_where_order_does_not_matter()
    {
        using var gate = new ManualResetEventSlim();
        using var began = new ManualResetEventSlim();
        var seen = new ConcurrentQueue<long>();
        var sink = new Probe(
            (message, output) =>
            {
                began.Set();
                gate.Wait();
                seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var stage = new StageOptions { Ordered = false, Priority = "urgency", MaximumCount = 1 };
        var source = new ListSource([.. Enumerable.Range(0, 20).Select(static number => TestFlow.Message(number, ("urgency", number == 19 ? 9L : 0L)))]);
        using var host = new FlowHost(Flows.Flow(_directory, stage, sink, [source]), Flows.Services(), once: true);
        host.Start();
        began.Wait(Flows.Patience, TestContext.Current.CancellationToken).ShouldBeTrue();
        await Until(() => source.Deliveries.Count == 20);
        gate.Set();
        await Until(() => seen.Count == 20);
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();

        // The first of them may be in the sink already.
        Array.IndexOf([.. seen], 19L).ShouldBeLessThan(2);
    }

    [Fact]
    public async Task Reload_hands_the_queue_over_whole_and_without_a_flush_between()
    {
        const int Count = 500;
        using var gate = new SemaphoreSlim(0);
        var seen = new ConcurrentQueue<long>();
        Probe Sink() => new(
            (message, output) =>
            {
                gate.Wait();
                seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var source = new ListSource([.. Enumerable.Range(0, Count).Select(static number => TestFlow.Message(number))]);
        var flow = Flows.Flow(_directory, new StageOptions { MaximumCount = 10 }, Sink(), [source]);
        using var host = new FlowHost(flow, Flows.Services(), once: true);
        host.Start();
        await Until(() => source.Deliveries.Count == Count);
        gate.Release(100);
        await Until(() => seen.Count == 100);

        var next = Sink();
        var plan = TestFlow.Plan("p", (next, new StageOptions { MaximumCount = 50, Queue = QueueKind.Durable })) with { Canonical = "changed" };
        var reload = host.ReloadAsync(flow with { Plans = [plan] });
        gate.Release(Count);
        (await reload.WaitAsync(Flows.Patience, TestContext.Current.CancellationToken)).ShouldBeEmpty();
        await Until(() => seen.Count >= Count);
        next.Flushes.ShouldBe(0, "the end of the old plan is not an end of the new one");
        (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        seen.ToArray().ShouldBe(Enumerable.Range(0, Count).Select(static number => (long)number));
        next.Flushes.ShouldBe(2, "the end of the input, and the checkpoint behind it");
    }

    [Fact]
    public async Task Attempts_and_delay_survive_a_restart()
    {
        var retry = new RetryPolicy(5, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(10));
        var attempts = new ConcurrentQueue<int>();
        Probe Sink() => new(
            (message, output) =>
            {
                attempts.Enqueue(message.Attempt);
                if (message.Attempt < 3)
                    output.Fail(message, Failure.Transient("not yet"));
                else
                    output.Deliver(message);
            },
            terminal: true);
        StateDirectory copy;
        using (var host = new FlowHost(Flows.Flow(_directory, new StageOptions(), Sink(), [new ListSource([TestFlow.Message(1)])], retry), Flows.Services(new ManualTime()), once: true))
        {
            host.Start();
            var store = host.Store.Open();
            await Until(() => store.ReadQueue(1, 0, 1) is [{ Attempts: 1 }]);
            copy = _directory.Copy();
        }

        using (copy)
        {
            var time = new ManualTime();
            using var host = new FlowHost(Flows.Flow(copy, new StageOptions(), Sink(), [], retry), Flows.Services(time), once: true);
            host.Start();
            var store = host.Store.Open();
            await Until(() => time.IsDueIn(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
            attempts.ToArray().ShouldBe([1]);
            time.Advance(TimeSpan.FromMinutes(4));
            attempts.Count.ShouldBe(1, "the delay, with jitter, is five minutes at least");
            time.Advance(TimeSpan.FromMinutes(6));
            await Until(() => store.ReadQueue(1, 0, 1) is [{ Attempts: 2 }] && time.IsDueIn(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)));
            time.Advance(TimeSpan.FromMinutes(10));
            await Until(() => attempts.Count == 3);
            (await host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
            attempts.ToArray().ShouldBe([1, 2, 3]);
        }
    }

    [Fact]
    public async Task Large_payload_is_a_file_while_it_is_queued_and_comes_back_whole()
    {
        var content = new byte[300_000];
        new Random(1).NextBytes(content);
        using var copy = await QueueAndKill([Flows.Message(1, BytesPayload.Copy(content)), Flows.Message(2, BytesPayload.Copy(content)), Flows.Message(3, BytesPayload.Copy(content.AsSpan(0, 65_536)))]);
        copy.PayloadFiles().Length.ShouldBe(1, "equal content is one file, and what is not large is in its row");
        var seen = new ConcurrentQueue<byte[]>();
        var sink = new Probe(
            (message, output) =>
            {
                seen.Enqueue(((BytesPayload)message.Payload).Span.ToArray());
                output.Deliver(message);
            },
            terminal: true);
        await Flows.ToEnd(Flows.Flow(copy, new StageOptions(), sink, []));
        seen.Count.ShouldBe(3);
        seen.Take(2).ShouldAllBe(bytes => bytes.SequenceEqual(content));
        seen.Last().ShouldBe(content[..65_536]);
        copy.PayloadFiles().ShouldBeEmpty();
    }

    [Fact]
    public async Task Damaged_row_and_damaged_payload_become_dead_letters_and_the_rest_goes_on()
    {
        using var copy = await QueueAndKill([.. Enumerable.Range(1, 9).Select(static number => Flows.Message(number, BytesPayload.Copy(Content(number))))]);
        var damagedFile = Hash(Content(4));
        using (var database = copy.Connect())
            database.Execute("UPDATE queued SET body = CAST(substr(body, 1, 20) || x'FF' || substr(body, 22) AS BLOB) WHERE sequence IN (2, 6)"u8);
        using (var file = new FileStream(Path.Combine(copy.Payloads, damagedFile), FileMode.Open))
        {
            file.Position = 77;
            file.WriteByte(1);
        }

        File.Delete(Path.Combine(copy.Payloads, Hash(Content(8))));
        var seen = new KeyedSink(static _ => false);
        var letters = new DeadLetterList();
        await Flows.ToEnd(Flows.Flow(copy, new StageOptions(), seen.Probe, []), Flows.Services(letters: letters));
        seen.Numbers.ShouldBe([1, 3, 5, 7, 9]);
        letters.List().Select(static letter => letter.Failure.Class).ShouldBe(Enumerable.Repeat(ErrorClass.Permanent, 4));

        // What a damaged row names is kept with its letter.
        copy.PayloadFiles().ShouldBe(new[] { damagedFile + ".damaged", Hash(Content(2)), Hash(Content(6)) }.Order(StringComparer.Ordinal));
        using var store = copy.Open();
        var kept = store.ReadDeadLetters(0, 99);
        kept.Count.ShouldBe(4);
        kept.ShouldAllBe(static letter => letter.Body.Length > 0);
        kept[0].Letter.Failure.Reason.ShouldContain("checksum");
        kept[1].Letter.Failure.Reason.ShouldContain($"renamed to '{damagedFile}.damaged'");
        kept[3].Letter.Failure.Reason.ShouldContain("cannot be read");

        static byte[] Content(int number) => number % 2 == 0 ? [.. Enumerable.Repeat((byte)number, 70_000)] : [(byte)number];
    }

    /// <summary>Takes messages into a queue behind which nothing moves, and gives the files as a crash leaves them.</summary>
    private Task<StateDirectory> QueueAndKill(IReadOnlyList<Message> messages) => QueueAndKill(_directory, new StageOptions(), messages);

    private static async Task<StateDirectory> QueueAndKill(StateDirectory directory, StageOptions stage, IReadOnlyList<Message> messages)
    {
        using var gate = new ManualResetEventSlim();
        var sink = Flows.Behind(gate);
        var source = new ListSource(messages);
        using var host = new FlowHost(Flows.Flow(directory, stage, sink, [source]), Flows.Services(), once: true);
        host.Start();
        await Until(() => source.Deliveries.Count == messages.Count);
        var copy = directory.Copy();
        gate.Set();
        await host.DrainAsync(TestContext.Current.CancellationToken);
        return copy;
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));

    /// <summary>A sink that notes the order of what it gets, and whether two of one key were in it at once.</summary>
    private sealed class KeyedSink
    {
        private readonly ConcurrentQueue<(long Key, long Number)> _seen = new();
        private readonly ConcurrentDictionary<long, bool> _inside = new();
        private bool _overlapped;

        public KeyedSink(Func<Message, bool> fails, System.Action? delivered = null) => Probe = new Probe(
            (message, output) =>
            {
                _ = message.Metadata.TryGetInt64("key", out var key);
                _overlapped |= !_inside.TryAdd(key, true);
                var isFailing = fails(message);
                if (!isFailing)
                    _seen.Enqueue((key, message.Number()));
                _inside.TryRemove(key, out _);
                if (isFailing)
                {
                    output.Fail(message, Failure.Transient("again"));
                    return;
                }

                output.Deliver(message);
                delivered?.Invoke();
            },
            concurrent: true, terminal: true);

        public Probe Probe { get; }

        public bool Overlapped => _overlapped;

        public List<long> Numbers => [.. _seen.Select(static entry => entry.Number)];

        public void ShouldBeInOrder()
        {
            foreach (var key in _seen.GroupBy(static entry => entry.Key))
                key.Select(static entry => entry.Number).ShouldBe(key.Select(static entry => entry.Number).Order());
        }
    }
}
