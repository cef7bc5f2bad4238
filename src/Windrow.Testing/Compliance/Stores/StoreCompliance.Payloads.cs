using Windrow.Core.Binary;
using Windrow.Core.State;
using Windrow.Testing.States;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Large payloads beside the rows that name them.</content>
public abstract partial class StoreCompliance
{
    [Theory]
    [InlineData(0)]
    [InlineData(70_000)]
    [InlineData(5_000_001)]
    [InlineData(40 << 20)]
    public void Payload_of_any_size_comes_back_as_it_was(int length)
    {
        var content = new byte[length];
        new Random(length).NextBytes(content);
        using var store = Fixture.Open();
        var payload = store.Payloads.Keep(content);
        Assert.Equal(new PayloadReference(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), length), payload);
        var read = store.Payloads.Read(payload);
        Assert.True(read.GetSpan()[..length].SequenceEqual(content));
        read.Return();
        store.Payloads.Release(payload);
        AssertPayloadsGone(store);
    }

    [Fact]
    public void Payload_stays_while_a_row_names_it_or_somebody_is_about_to_and_equal_ones_are_one()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        var first = store.Payloads.Keep(new byte[100_000]);
        var again = store.Payloads.Keep(new byte[100_000]);
        Assert.Equal(first, again);
        var sequence = Enqueue(store, queue, 1, payload: first);
        Enqueue(store, queue, 1, payload: again);
        Do(store, transaction => transaction.PutItem("s", "k", [], first));
        Do(store, transaction => transaction.PutItem("s", "k", [1], first));
        Do(store, transaction => transaction.PutDeadLetter(NewLetter(1, Now), "c", [], first));
        store.Payloads.Release(first);
        Assert.Equal(3, Fixture.NamedPayloads()[first.Hash]);
        Assert.Equal(first, Assert.Single(store.ReadItems("s")).Payload);
        Do(store, transaction => transaction.Dequeue(queue, sequence));
        Do(store, static transaction => transaction.PutItem("s", "k", []));
        Do(store, static transaction => transaction.RemoveDeadLetters(Now.AddDays(1), 9));
        Assert.Empty(Fixture.NamedPayloads());

        // One has not been released, so it is there for the row that is about to name it.
        var late = Enqueue(store, queue, 2, payload: again);
        store.Payloads.Release(again);
        Assert.Equal([first.Hash], Fixture.KeptPayloads());
        Assert.Equal(100_000, Assert.Single(store.ReadQueue(queue, 0, 9)).Payload!.Length);
        Do(store, transaction => transaction.MarkDone(queue, late));
        AssertPayloadsGone(store);
        AssertSound();
    }

    [Fact]
    public void Payload_that_a_row_takes_over_from_another_in_one_write_stays()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        var payload = store.Payloads.Keep(new byte[100_000]);
        var sequence = Enqueue(store, queue, 1, payload: payload);
        store.Payloads.Release(payload);
        Do(store, transaction =>
        {
            transaction.Dequeue(queue, sequence);
            transaction.PutItem("s", "k", [], payload);
        });
        Assert.Equal([payload.Hash], Fixture.KeptPayloads());
        Do(store, transaction =>
        {
            transaction.RemoveItems("s");
            transaction.Enqueue(queue, Id(2), 0, null, Now, [], 0, payload);
        });
        Assert.Equal([payload.Hash], Fixture.KeptPayloads());
        Do(store, transaction => transaction.DropQueue(queue));
        AssertPayloadsGone(store);
    }

    [Fact]
    public void Payload_that_no_row_named_when_the_store_was_closed_is_gone_with_the_next_opening()
    {
        PayloadReference kept;
        using (var store = Fixture.Open())
        {
            kept = store.Payloads.Keep(new byte[100_000]);
            Enqueue(store, store.Queue("q"), 1, payload: kept);
            store.Payloads.Keep(new byte[200_000]);
        }

        using var reopened = Fixture.Open();
        Assert.Equal([kept.Hash], Fixture.KeptPayloads());
        AssertSound();
    }

    [Fact]
    public void Damaged_payload_is_told_and_never_given()
    {
        using var store = Fixture.Open();
        var payload = store.Payloads.Keep(new byte[100_000]);
        Enqueue(store, store.Queue("q"), 1, payload: payload);
        Fixture.Damage(payload);
        Assert.Contains(payload.Hash, Assert.Throws<CorruptDataException>(() => store.Payloads.Read(payload)).Message, StringComparison.Ordinal);
        var missing = new PayloadReference(new string('0', 64), 5);
        Assert.Contains(missing.Hash, Assert.Throws<CorruptDataException>(() => store.Payloads.Read(missing)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Threads_that_keep_and_release_equal_payloads_lose_none()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        Parallel.For(0, 4, thread =>
        {
            for (var round = 0; round < 40; round++)
            {
                var payload = store.Payloads.Keep(new byte[70_000 + (round % 3)]);
                var sequence = 0L;
                var write = new Write(transaction => sequence = transaction.Enqueue(queue, Id((thread * 1_000) + round), 0, null, Now, [], 0, payload));
                store.Submit(write);
                Assert.Null(Outcome(write));
                store.Payloads.Release(payload);
                store.Payloads.Read(payload).Return();
                Do(store, transaction => transaction.Dequeue(queue, sequence));
            }
        });
        AssertPayloadsGone(store);
        AssertSound();
    }

    // What is let go of may be removed a little later, by the store's own thread.
    private void AssertPayloadsGone(IStateStore store)
    {
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                Do(store, static _ => { });
                return Fixture.KeptPayloads().Count == 0;
            },
            Patience));
        Assert.Empty(Fixture.NamedPayloads());
    }
}
