using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Writes: their order, that each is whole, and their outcome.</content>
public abstract partial class StoreCompliance
{
    [Fact]
    public async Task Writes_of_many_threads_are_durable_once_and_in_the_order_of_their_submission()
    {
        const int Threads = 6;
        const int Each = 1_000;
        var submitted = new List<(int Thread, int Number)>();
        var completed = new List<(int Thread, int Number)>();
        var writes = new Write[Threads, Each];
        int queue;
        using (var store = Fixture.Open())
        {
            queue = store.Queue("q");
            await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    for (var number = 0; number < Each; number++)
                    {
                        var (from, at) = (thread, number);
                        var write = writes[thread, number] = new Write(
                            transaction => transaction.Enqueue(queue, new MessageId((ulong)from, (ulong)at), 0, from, default, [(byte)from], 1, null),
                            _ => completed.Add((from, at)));
                        lock (submitted)
                        {
                            submitted.Add((from, at));
                            store.Submit(write);
                        }
                    }
                },
                CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            foreach (var write in writes)
                Assert.Null(Outcome(write));
        }

        Assert.Equal(submitted, completed);
        Assert.All(writes.Cast<Write>(), static write => Assert.Equal(1, write.Calls));
        using var reopened = Fixture.Open();
        var rows = reopened.ReadQueue(queue, 0, int.MaxValue);
        Assert.Equal(submitted, rows.Select(static row => ((int)row.Id.High, (int)row.Id.Low)));
        Assert.True(rows.Zip(rows.Skip(1)).All(static pair => pair.First.Sequence < pair.Second.Sequence), "sequence numbers do not rise");
    }

    [Fact]
    public void Write_that_is_refused_fails_alone_within_its_group_and_leaves_nothing()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        using var gate = new ManualResetEventSlim();

        // Holds the store's thread up, so that all that follows is one group.
        store.Submit(new Write(_ => gate.Wait()));
        var writes = Enumerable.Range(1, 9).Select(number => new Write(transaction =>
        {
            transaction.Enqueue(queue, Id(number), 0, null, default, [], 0, null);
            transaction.PutItem("s", $"{number}", [1]);
            if (number % 3 == 0)
                throw new InvalidOperationException($"defect {number}");
        })).ToList();
        writes.ForEach(store.Submit);
        gate.Set();
        var failures = writes.ConvertAll(static write => Outcome(write));
        Assert.Equal([false, false, true, false, false, true, false, false, true], failures.Select(static failure => failure is not null));
        Assert.Equal(StateTrouble.Refused, failures[2]!.Trouble);
        Assert.Contains("defect 3", failures[2]!.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 4, 5, 7, 8], Numbers(store, queue));
        Assert.Equal(["1", "2", "4", "5", "7", "8"], store.ReadItems("s").Select(static item => item.Key));
        Assert.Equal([1L, 2, 3, 4, 5, 6], store.ReadQueue(queue, 0, 99).Select(static row => row.Sequence));
    }

    [Fact]
    public void Write_that_contradicts_what_is_stored_is_refused_and_the_store_goes_on()
    {
        using var store = Fixture.Open();
        Do(store, static transaction => transaction.AddItem("s", "k", [1]));
        var again = new Write(static transaction => transaction.AddItem("s", "k", [2]));
        store.Submit(again);
        Assert.Equal(StateTrouble.Refused, Outcome(again)!.Trouble);
        Do(store, static transaction => transaction.PutItem("s", "l", [3]));
        Assert.Equal([(byte)1], store.ReadItem("s", "k")!);
        Assert.Equal([(byte)3], store.ReadItem("s", "l")!);
    }

    [Fact]
    public void Closing_writes_what_was_submitted_before_and_takes_nothing_after()
    {
        var store = Fixture.Open();
        var queue = store.Queue("q");
        var writes = Enumerable.Range(1, 3_000).Select(number => new Write(transaction => transaction.Enqueue(queue, Id(number), 0, null, default, [], 0, null))).ToList();
        writes.ForEach(store.Submit);
        store.Dispose();
        Assert.All(writes, static write => Assert.True(write is { Calls: 1, Done.Result: null }));
        var late = new Write(transaction => transaction.Dequeue(queue, 1));
        store.Submit(late);
        Assert.Equal(StateTrouble.Unusable, Outcome(late)!.Trouble);
        Assert.Equal(1, late.Calls);
        Assert.Contains("is closed", Assert.Throws<StateException>(() => store.CountQueue(queue)).Message, StringComparison.Ordinal);
        using var reopened = Fixture.Open();
        Assert.Equal(writes.Count, reopened.CountQueue(queue));
    }

    [Fact]
    public void Second_opening_is_refused_and_says_who_has_it()
    {
        using var store = Fixture.Open();
        var failure = Assert.Throws<StateException>(() => Fixture.Open());
        Assert.Equal(StateTrouble.Unusable, failure.Trouble);
        Assert.Contains($"in use by process {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
        Do(store, static transaction => transaction.PutItem("s", "k", [1]));
    }

    [Fact]
    public void Process_that_is_killed_has_written_each_step_whole_and_all_that_it_was_told_is_durable()
    {
        using (Fixture.Open())
        {
        }

        for (var round = 1; round <= 4; round++)
        {
            using var writer = Fixture.StartWriter();
            if (writer is null)
                return;
            long told;
            try
            {
                told = StoreWorkload.ReadUntil(writer, round * 700L);
            }
            finally
            {
                // Whether it is the process or its pipe that ends first: what it has said counts.
                writer.Kill();
            }

            told = Math.Max(told, StoreWorkload.ReadUntil(writer, long.MaxValue));
            Assert.True(writer.WaitForExit(Patience), "the writer is not dead");
            Assert.True(told >= round * 700L, $"the writer has ended by itself after step {told}");
            using var store = Fixture.Open();
            var problem = StoreWorkload.Check(store, told);
            Assert.True(problem is null, problem);
        }

        AssertSound();
    }
}
