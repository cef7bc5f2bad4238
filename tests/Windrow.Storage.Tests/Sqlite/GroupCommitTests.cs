using Windrow.Core.Messages;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

public sealed class GroupCommitTests : IDisposable
{
    private readonly StateDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Writes_of_many_threads_are_durable_once_and_in_the_order_of_their_submission()
    {
        const int Threads = 6;
        const int Each = 2_000;
        var submitted = new List<(int Thread, int Number)>();
        var completed = new List<(int Thread, int Number)>();
        var writes = new Write[Threads, Each];
        int queue;
        using (var store = _directory.Open())
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
                            failure =>
                            {
                                failure.ShouldBeNull();
                                completed.Add((from, at));
                            });
                        lock (submitted)
                        {
                            submitted.Add((from, at));
                            store.Submit(write);
                        }
                    }
                },
                TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            foreach (var write in writes)
                await write.Done.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            store.Groups.ShouldBeLessThan(Threads * Each, "writes share commits");
        }

        completed.ShouldBe(submitted);
        foreach (var write in writes)
            write.Calls.ShouldBe(1);
        using var reopened = _directory.Open();
        reopened.ReadQueue(queue, 0, int.MaxValue).Select(static row => ((int)row.Id.High, (int)row.Id.Low)).ShouldBe(submitted);
    }

    [Fact]
    public void Write_that_is_refused_fails_alone_within_its_group()
    {
        using var store = _directory.Open();
        var queue = store.Queue("q");
        using var gate = new ManualResetEventSlim();

        // Holds the store's thread up, so that all that follows is one group.
        store.Submit(new Write(_ => gate.Wait()));
        var writes = Enumerable.Range(1, 9).Select(number => new Write(transaction =>
        {
            transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, [], 0, null);
            if (number % 3 == 0)
                throw new InvalidOperationException($"defect {number}");
        })).ToList();
        writes.ForEach(store.Submit);
        gate.Set();
        var failures = writes.ConvertAll(static write => write.Done.GetAwaiter().GetResult());
        failures.Select(static failure => failure is not null).ShouldBe([false, false, true, false, false, true, false, false, true]);
        failures[2]!.Trouble.ShouldBe(StateTrouble.Refused);
        failures[2]!.Message.ShouldContain("defect 3");
        store.ReadQueue(queue, 0, 99).Select(static row => (long)row.Id.Low).ShouldBe([1, 2, 4, 5, 7, 8]);
        store.ReadQueue(queue, 0, 99).Select(static row => row.Sequence).ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Write_after_the_end_fails_and_a_read_says_that_the_state_is_closed()
    {
        var store = _directory.Open();
        var queue = store.Queue("q");
        store.Dispose();
        var write = new Write(transaction => transaction.Dequeue(queue, 1));
        write.To(store)!.Trouble.ShouldBe(StateTrouble.Unusable);
        write.Calls.ShouldBe(1);
        Should.Throw<StateException>(() => store.CountQueue(queue)).Message.ShouldContain("is closed");
    }

    [Fact]
    public void Closing_writes_what_was_submitted_before()
    {
        var store = _directory.Open();
        var queue = store.Queue("q");
        var writes = Enumerable.Range(1, 5_000).Select(number => new Write(transaction => transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, [], 0, null))).ToList();
        writes.ForEach(store.Submit);
        store.Dispose();
        writes.ShouldAllBe(static write => write.Calls == 1 && write.Done.Result == null);
        using var reopened = _directory.Open();
        reopened.CountQueue(queue).ShouldBe(writes.Count);
    }

    [Fact]
    public void Second_opening_is_refused_and_names_the_process_that_has_it()
    {
        using var store = _directory.Open();
        var failure = Should.Throw<StateException>(() => _directory.Open());
        failure.Trouble.ShouldBe(StateTrouble.Unusable);
        failure.Message.ShouldContain($"in use by process {Environment.ProcessId}");
    }

    [Fact]
    public void Payload_of_a_message_that_the_queue_has_already_leaves_no_file()
    {
        using var store = _directory.Open();
        var queue = store.Queue("q");
        Enqueue(new byte[100]);
        Enqueue(new byte[200]);
        _directory.PayloadFiles().Length.ShouldBe(1);
        new Write(transaction => transaction.Dequeue(queue, 1)).To(store).ShouldBeNull();
        _directory.PayloadFiles().ShouldBeEmpty();

        void Enqueue(byte[] content)
        {
            var payload = store.Payloads.Keep(content);
            new Write(transaction => transaction.Enqueue(queue, new MessageId(1, 1), 0, null, default, [], 0, payload)).To(store).ShouldBeNull();
            store.Payloads.Release(payload);
        }
    }
}
