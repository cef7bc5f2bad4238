using Windrow.Core.State;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Durable queues and the rows in them.</content>
public abstract partial class StoreCompliance
{
    [Fact]
    public void Queue_gives_the_most_urgent_first_and_those_of_one_priority_in_order()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        foreach (var (number, priority) in new[] { (1, 0), (2, 5), (3, 9), (4, 0), (5, 5) })
            Enqueue(store, queue, number, priority);
        Assert.Equal([3, 2, 5, 1, 4], Numbers(store, queue));
        Assert.Equal([2, 5], store.ReadQueue(queue, 1, 3).Skip(1).Select(static row => (int)row.Id.Low));
        Assert.Equal([5, 4], store.ReadQueue(queue, 3, 99).Select(static row => (int)row.Id.Low));
        Assert.Empty(store.ReadQueue(queue, 5, 99));
    }

    [Fact]
    public void Raise_lifts_what_is_less_urgent_of_a_key_or_of_all()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        Enqueue(store, queue, 1, 0, key: 1);
        Enqueue(store, queue, 2, 0, key: 2);
        Enqueue(store, queue, 3, 7, key: 1);
        bool? raised = null, again = null;
        Do(store, transaction => raised = transaction.Raise(queue, 5, 1));
        Do(store, transaction => again = transaction.Raise(queue, 5, 1));
        Assert.Equal((true, false), (raised, again));
        Assert.Equal([3, 1, 2], Numbers(store, queue));
        Do(store, transaction => transaction.Raise(queue, 9, null));
        Assert.Equal([1, 2, 3], Numbers(store, queue));
    }

    [Fact]
    public void Raise_and_enqueue_of_one_write_are_in_their_order()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        Do(store, transaction =>
        {
            transaction.Enqueue(queue, Id(1), 0, 1, Now, [], 0, null);
            transaction.Raise(queue, 4, 1);
            transaction.Enqueue(queue, Id(2), 4, 1, Now, [], 0, null);
            transaction.Enqueue(queue, Id(3), 0, 1, Now, [], 0, null);
        });
        Assert.Equal([(1, 4), (2, 4), (3, 0)], store.ReadQueue(queue, 0, 9).Select(static row => ((int)row.Id.Low, row.Priority)));
    }

    [Fact]
    public void Message_that_a_queue_has_is_not_taken_again_in_any_group_and_another_queue_takes_it()
    {
        using var store = Fixture.Open();
        var (queue, other) = (store.Queue("q"), store.Queue("other"));
        var first = Enqueue(store, queue, 1);
        Assert.Equal(0, Enqueue(store, queue, 1));
        var sequences = new List<long>();
        Do(store, transaction =>
        {
            sequences.Clear();
            foreach (var number in new[] { 2, 1, 2, 3 })
                sequences.Add(transaction.Enqueue(queue, Id(number), 0, null, Now, [], 0, null));
        });
        Assert.Equal([first + 1, 0, 0, first + 2], sequences);
        Assert.NotEqual(0, Enqueue(store, other, 1));
        Assert.Equal([1, 2, 3], Numbers(store, queue));
        Assert.Equal([1], Numbers(store, other));
    }

    [Fact]
    public void Message_that_is_taken_out_and_put_in_within_one_write_is_at_the_end()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        var first = Enqueue(store, queue, 1);
        Enqueue(store, queue, 2);
        var sequences = new List<long>();
        Do(store, transaction =>
        {
            sequences.Clear();
            sequences.Add(transaction.Enqueue(queue, Id(1), 0, null, Now, [], 0, null));
            transaction.Dequeue(queue, first);
            sequences.Add(transaction.Enqueue(queue, Id(1), 0, null, Now, [7], 1, null));
            sequences.Add(transaction.Enqueue(queue, Id(3), 0, null, Now, [], 0, null));
            transaction.Dequeue(queue, sequences[^1]);
        });
        Assert.Equal([0, first + 2, first + 3], sequences);
        Assert.Equal([2, 1], Numbers(store, queue));
        Assert.Equal([7], store.ReadQueue(queue, 0, 9)[1].Body);
    }

    [Fact]
    public void Message_that_is_done_leaves_its_id_until_it_is_forgotten()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        var sequence = Enqueue(store, queue, 1);
        Enqueue(store, queue, 2);
        Do(store, transaction => transaction.MarkDone(queue, sequence));
        Assert.Equal([2], Numbers(store, queue));
        Assert.Equal(1, store.CountQueue(queue));
        Assert.Equal([(sequence, Id(1))], store.ReadDone(queue));
        Assert.Equal(0, Enqueue(store, queue, 1));
        Do(store, transaction => transaction.Raise(queue, 9, null));
        Assert.Equal([2], Numbers(store, queue));
        Do(store, transaction => transaction.Dequeue(queue, sequence));
        Assert.Empty(store.ReadDone(queue));
        Assert.NotEqual(0, Enqueue(store, queue, 1));
    }

    [Fact]
    public void Tries_and_their_times_are_kept_over_a_reopening()
    {
        int queue;
        using (var store = Fixture.Open())
        {
            queue = store.Queue("q");
            var sequence = Enqueue(store, queue, 1);
            Do(store, transaction =>
            {
                transaction.Postpone(queue, sequence, 1, Now.AddSeconds(1));
                transaction.Postpone(queue, sequence, 2, Now.AddSeconds(5));
                transaction.Postpone(queue, 999, 3, Now);
            });
        }

        using var reopened = Fixture.Open();
        var row = Assert.Single(reopened.ReadQueue(queue, 0, 9));
        Assert.Equal((2, Now.AddSeconds(5), 0), (row.Attempts, row.NotBefore, row.Priority));
    }

    [Fact]
    public void Queues_are_listed_by_name_with_what_they_hold_and_dropped_with_it()
    {
        using var store = Fixture.Open();
        Assert.Empty(store.Queues());
        Assert.Equal(0, store.HighestQueued());
        var numbers = AwkwardNames.ToDictionary(static name => name, store.Queue);
        Assert.Equal(AwkwardNames.Length, numbers.Values.Distinct().Count());
        Assert.All(AwkwardNames, name => Assert.Equal(numbers[name], store.Queue(name)));
        var queue = numbers["quote'"];
        Do(store, transaction =>
        {
            transaction.Enqueue(queue, Id(1), 0, null, Now.AddMinutes(1), [1], 100, null);
            transaction.Enqueue(queue, Id(2), 0, null, Now, [2], 11, null);
        });
        Assert.Equal(InOctetOrder(AwkwardNames), store.Queues().Select(static each => each.Name));
        Assert.Equal(new QueueInfo(queue, "quote'", 2, 111, Now), store.Queues().Single(each => each.Number == queue));
        Assert.Equal(2, store.HighestQueued());
        Do(store, transaction => transaction.DropQueue(queue));
        Assert.DoesNotContain(store.Queues(), each => each.Number == queue);
        Assert.Empty(store.ReadQueue(queue, 0, 9));
    }
}
