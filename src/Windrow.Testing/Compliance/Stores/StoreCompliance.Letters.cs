using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.State;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>Dead letters.</content>
public abstract partial class StoreCompliance
{
    private static DeadLetter NewLetter(int number, DateTimeOffset at, string reason = "broken", string action = "1:set") => new(
        Id(number), MessageKind.Field, new Origin("in", "a.grib", 17), Metadata.From(("param", "2t"), ("level", 2L)), "daily", action,
        new Failure(ErrorClass.Permanent, reason, "mend it") { Detail = "line 1\nline 2" }, 3, at);

    [Fact]
    public void Letter_comes_back_as_it_was_kept_and_one_of_the_same_message_keeps_its_number()
    {
        long number;
        using (var store = Fixture.Open())
        {
            Assert.Equal(0, store.CountDeadLetters());
            Assert.Empty(store.ReadDeadLetters(0, 9));
            Do(store, static transaction => transaction.PutDeadLetter(NewLetter(1, Now), "hash", [1, 2], null));
            Do(store, static transaction => transaction.PutDeadLetter(NewLetter(1, Now, action: "2:file"), "hash", [], null));
            number = store.ReadDeadLetters(0, 9)[0].Number;
            Do(store, static transaction => transaction.PutDeadLetter(NewLetter(1, Now.AddSeconds(1), "still 'broken'\0"), "other", [3], null));
        }

        using var reopened = Fixture.Open();
        Assert.Equal(2, reopened.CountDeadLetters());
        var found = reopened.ReadDeadLetters(0, 9)[0];
        Assert.Equal(number, found.Number);
        Assert.Equal(NewLetter(1, Now.AddSeconds(1), "still 'broken'\0") with { Metadata = found.Letter.Metadata }, found.Letter);
        Assert.Equal(NewLetter(1, Now).Metadata.ToString(), found.Letter.Metadata.ToString());
        Assert.Equal("other", found.Configuration);
        Assert.Equal([3], found.Body);
        Assert.Empty(reopened.ReadDeadLetters(0, 9)[1].Body);
    }

    [Fact]
    public void Number_of_a_letter_rises_and_is_not_used_again()
    {
        using var store = Fixture.Open();
        for (var number = 1; number <= 3; number++)
            Do(store, transaction => transaction.PutDeadLetter(NewLetter(number, Now), "c", [], null));
        var numbers = store.ReadDeadLetters(0, 9).Select(static letter => letter.Number).ToList();
        Assert.Equal(numbers.Order(), numbers);
        Assert.Equal(numbers[1..], store.ReadDeadLetters(numbers[0], 9).Select(static letter => letter.Number));
        Assert.Equal(numbers[..2], store.ReadDeadLetters(0, 2).Select(static letter => letter.Number));
        Do(store, transaction => transaction.RemoveDeadLetter(numbers[2]));
        Do(store, static transaction => transaction.PutDeadLetter(NewLetter(4, Now), "c", [], null));
        Assert.True(store.ReadDeadLetters(0, 9)[2].Number > numbers[2]);
    }

    [Fact]
    public void Old_letters_go_some_at_a_time_with_their_payloads()
    {
        using var store = Fixture.Open();
        var payload = store.Payloads.Keep(new byte[100_000]);
        Do(store, transaction =>
        {
            for (var day = 1; day <= 6; day++)
                transaction.PutDeadLetter(NewLetter(day, Now.AddDays(day)), "c", [], payload);
        });
        store.Payloads.Release(payload);
        var removed = new List<long>();
        for (var round = 0; round < 3; round++)
            Do(store, transaction => removed.Add(transaction.RemoveDeadLetters(Now.AddDays(5.5), 3)));
        Assert.Equal([3L, 2, 0], removed);
        Assert.Equal(payload, Assert.Single(store.ReadDeadLetters(0, 9)).Payload);
        Assert.Equal(1, Fixture.NamedPayloads()[payload.Hash]);
        Do(store, static transaction => transaction.RemoveDeadLetters(Now.AddDays(9), 3));
        AssertPayloadsGone(store);
    }

    [Fact]
    public void Letters_are_tried_again_from_a_queue_in_front_of_their_action()
    {
        using var store = Fixture.Open();
        var payload = store.Payloads.Keep(new byte[100_000]);
        Do(store, transaction => transaction.PutDeadLetter(NewLetter(1, Now), "c", [1, 2], payload));
        Do(store, static transaction => transaction.PutDeadLetter(NewLetter(2, Now), "c", [3], null));
        store.Payloads.Release(payload);
        DeadLetterRetries.Retry(store, DeadLetterRetries.Find(store, null, out _), Now);
        Assert.Equal(0, store.CountDeadLetters());
        var queue = Assert.Single(store.Queues());
        Assert.Equal((DeadLetterRetries.QueueOf("daily", "1:set"), 2L), (queue.Name, queue.Count));
        var rows = store.ReadQueue(queue.Number, 0, 9);
        Assert.Equal([payload, null], rows.Select(static row => row.Payload));
        Assert.Equal([1, 2], rows[0].Body);
    }
}
