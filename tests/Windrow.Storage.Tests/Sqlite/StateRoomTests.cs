using System.Collections.Concurrent;
using Windrow.Core.Flows;
using Windrow.Core.IO;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Stages;
using Windrow.Core.State;
using Windrow.Storage.Sqlite;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

/// <summary>How much room the state takes, and gives back.</summary>
public sealed class StateRoomTests : IDisposable
{
    private const long Maximum = 2 << 20;

    private readonly StateDirectory _directory = new();
    private readonly ManualTime _time = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task State_at_its_maximum_waits_until_something_is_removed()
    {
        var troubles = new ConcurrentQueue<StateException?>();
        using (var store = SqliteStateStore.Open(_directory.Path, new SqliteStateOptions(new PhysicalFileSystem(), _time) { Maximum = Maximum }))
        {
            store.TroubleChanged += troubles.Enqueue;
            var queue = store.Queue("q");
            var writes = Enumerable.Range(1, 1_000).Select(number => new Write(
                transaction => transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, new byte[3_000], 3_000, null))).ToList();
            foreach (var write in writes)
            {
                store.Submit(write);
                SpinWait.SpinUntil(() => write.Done.IsCompleted || !troubles.IsEmpty, TimeSpan.FromSeconds(30)).ShouldBeTrue();
            }

            troubles.Count.ShouldBe(1, "it is told once");
            troubles.First()!.Trouble.ShouldBe(StateTrouble.Full);
            troubles.First()!.Message.ShouldContain("settings.state-maximum");
            var stored = (int)store.CountQueue(queue);
            stored.ShouldBeInRange(300, 600);
            writes[stored].Done.IsCompleted.ShouldBeFalse();

            // Row by row: what is removed makes room for what waits, in order, without the clock.
            for (var sequence = 1; sequence <= writes.Count - (stored / 2); sequence++)
            {
                var row = sequence;
                (await writes[row - 1].Done.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken)).ShouldBeNull();
                new Write(transaction => transaction.Dequeue(queue, row), makesRoom: true).To(store).ShouldBeNull();
            }

            foreach (var write in writes)
                (await write.Done.WaitAsync(TimeSpan.FromSeconds(120), TestContext.Current.CancellationToken)).ShouldBeNull();
            troubles.Last().ShouldBeNull();
        }

        new FileInfo(_directory.Database).Length.ShouldBeLessThanOrEqualTo(Maximum);
        using var database = _directory.Connect();
        database.ShouldBeSound();
    }

    [Fact]
    public void Payloads_count_and_make_room_when_they_go()
    {
        using var store = SqliteStateStore.Open(_directory.Path, new SqliteStateOptions(new PhysicalFileSystem(), _time) { Maximum = Maximum });
        var queue = store.Queue("q");
        var kept = 0;
        StateException? full = null;
        for (var number = 1; number < 100; number++)
        {
            try
            {
                Enqueue(number);
                kept++;
            }
            catch (StateException exception)
            {
                full = exception;
                break;
            }
        }

        full!.Trouble.ShouldBe(StateTrouble.Full);
        full.Message.ShouldContain("settings.state-maximum");
        kept.ShouldBeInRange(15, 20);
        new Write(transaction => transaction.Dequeue(queue, 1)).To(store).ShouldBeNull();
        Enqueue(100);
        _directory.PayloadFiles().Length.ShouldBe(kept);

        void Enqueue(int number)
        {
            var content = new byte[100_000];
            content[0] = (byte)number;
            var payload = store.Payloads.Keep(content);
            new Write(transaction => transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, [], 0, payload)).To(store).ShouldBeNull();
            store.Payloads.Release(payload);
        }
    }

    [Fact]
    public async Task Flow_goes_on_at_the_maximum_in_order_as_its_sink_works()
    {
        const int Count = 3_000;
        var seen = new ConcurrentQueue<long>();
        var sink = new Probe(
            (message, output) =>
            {
                seen.Enqueue(message.Number());
                output.Deliver(message);
            },
            terminal: true);
        var source = new ListSource(Enumerable.Range(0, Count).Select(static number => Flows.Message(number, BytesPayload.Copy(new byte[number % 1_000 == 0 ? 70_000 : 2_000]))));
        var flow = Flows.Flow(_directory, new StageOptions { MaximumCount = 100 }, sink, [source]);
        flow = flow with { Settings = new FlowSettings { StateMaximum = 1 << 20 } };
        await Flows.ToEnd(flow);
        seen.ToArray().ShouldBe(Enumerable.Range(0, Count).Select(static number => (long)number));
        new FileInfo(_directory.Database).Length.ShouldBeLessThanOrEqualTo(1 << 20);
    }

    [Fact]
    public void Space_is_given_back_when_nothing_happens_and_writes_do_not_wait_for_it()
    {
        using var store = _directory.Open(_time);
        var queue = store.Queue("q");
        new Write(transaction =>
        {
            for (var number = 1; number <= 4_000; number++)
                transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, new byte[3_500], 0, null);
        }).To(store).ShouldBeNull();
        new Write(transaction => transaction.DropQueue(queue)).To(store).ShouldBeNull();
        using var database = _directory.Connect();
        database.Number("PRAGMA freelist_count").ShouldBeGreaterThan(3_000);
        SpinWait.SpinUntil(() => _time.Waiting > 0, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        _time.Advance(TimeSpan.FromSeconds(6));
        new Write(transaction => transaction.PutItem("s", "k", [1])).To(store).ShouldBeNull();
        SpinWait.SpinUntil(
            () =>
            {
                _time.Advance(TimeSpan.FromSeconds(6));
                return database.Number("PRAGMA freelist_count") <= 256;
            },
            TimeSpan.FromSeconds(30)).ShouldBeTrue();
        database.Number("PRAGMA page_count").ShouldBeLessThan(300);
        SpinWait.SpinUntil(() => new FileInfo(_directory.Database).Length < 300 * 4096, TimeSpan.FromSeconds(30)).ShouldBeTrue();
        database.ShouldBeSound();
    }
}
