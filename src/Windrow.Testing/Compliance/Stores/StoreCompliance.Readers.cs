using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Readers beside the writer, and how large a store may be.</content>
public abstract partial class StoreCompliance
{
    [Fact]
    public void Store_is_there_when_it_was_opened_once_and_what_is_not_there_cannot_be_looked_into()
    {
        Assert.False(Fixture.Exists);
        Assert.Throws<StateException>(Fixture.Look);
        using (Fixture.Open())
            Assert.True(Fixture.Exists);
        Assert.True(Fixture.Exists);
        using var reader = Fixture.Look();
        Assert.Empty(reader.Queues());
        Assert.Empty(reader.ReadProducts(null, 9));
        Assert.Empty(reader.Scopes(""));
        Assert.Equal(0, reader.CountDeadLetters());
        Assert.NotEmpty(reader.Location);
    }

    [Fact]
    public void Reader_sees_what_is_durable_and_nothing_else()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        using var reader = Fixture.Look();
        using var inside = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var write = new Write(transaction =>
        {
            transaction.Enqueue(queue, Id(1), 0, null, Now, [], 0, null);
            transaction.PutItem("s", "k", [1]);
            inside.Set();
            goOn.Wait();
        });
        store.Submit(write);
        Assert.True(inside.Wait(Patience));
        Assert.Empty(reader.ReadQueue(queue, 0, 9));
        Assert.Null(store.ReadItem("s", "k"));
        goOn.Set();
        Assert.Null(Outcome(write));
        Assert.Single(reader.ReadQueue(queue, 0, 9));
        Assert.Equal([(byte)1], reader.ReadItem("s", "k")!);
    }

    [Fact]
    public async Task Reads_of_many_threads_go_on_while_writes_do()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            var reads = 0;
            while (!stop.IsCancellationRequested || reads == 0)
            {
                // Two rows a write: a read that sees one of them sees half of a write.
                Assert.Equal(0, store.ReadQueue(queue, 0, int.MaxValue).Count % 2);
                reads++;
            }
        })).ToList();
        var writes = Enumerable.Range(0, 300).Select(number => new Write(transaction =>
        {
            transaction.Enqueue(queue, Id(2 * number), number % 3, null, Now, [], 0, null);
            transaction.Enqueue(queue, Id((2 * number) + 1), (number + 1) % 3, null, Now, [], 0, null);
        })).ToList();
        writes.ForEach(store.Submit);
        Assert.All(writes, static write => Assert.Null(Outcome(write)));
        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(600, store.CountQueue(queue));
    }

    [Fact]
    public void Store_at_its_limit_waits_in_order_until_something_is_removed()
    {
        using var store = Fixture.OpenLimited(2 << 20);
        if (store is null)
            return;
        var queue = store.Queue("q");
        var isFull = false;
        store.TroubleChanged += trouble => Volatile.Write(ref isFull, trouble?.Trouble == StateTrouble.Full);
        var writes = new List<Write>();
        do
        {
            var number = writes.Count + 1;
            writes.Add(new Write(transaction => transaction.Enqueue(queue, Id(number), 0, null, default, new byte[3_000], 3_000, null)));
            store.Submit(writes[^1]);
            Assert.True(SpinWait.SpinUntil(() => writes[^1].Done.IsCompleted || Volatile.Read(ref isFull), Patience));
            Assert.True(writes.Count < 2_000, "there is no limit");
        }
        while (!Volatile.Read(ref isFull));
        Assert.False(writes[^1].Done.IsCompleted);
        var clearing = new Write(transaction => transaction.DropQueue(queue + 1_000), makesRoom: true);
        store.Submit(clearing);
        Assert.Null(Outcome(clearing));
        var making = new Write(
            transaction =>
            {
                for (var sequence = 1; sequence < 10; sequence++)
                    transaction.Dequeue(queue, sequence);
            },
            makesRoom: true);
        store.Submit(making);
        Assert.Null(Outcome(making));
        Assert.Null(Outcome(writes[^1]));
        Assert.Equal(Enumerable.Range(10, writes.Count - 9), Numbers(store, queue));
    }
}
