using Windrow.Core.State;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <summary>Compares a store with the model of it.</summary>
internal sealed class StoreComparison(StoreFixture fixture, StateModel model, Random random)
{
    private long _highestLetter;

    public void Compare(IStateStore store)
    {
        Assert.Equal(model.Queues.Select(name => (name, (long)model.Rows(name).Count)), store.Queues().Select(static queue => (queue.Name, queue.Count)));
        foreach (var name in model.Queues)
            CompareQueue(store, name);
        Assert.Equal(model.Scopes, store.Scopes(""));
        foreach (var scope in model.Scopes)
            CompareItems(store, scope);
        CompareLetters(store);
        ComparePayloads();
    }

    private void CompareQueue(IStateStore store, string name)
    {
        var number = store.Queue(name);
        var expected = model.Rows(name);
        Assert.Equal(expected.Count, store.CountQueue(number));
        Assert.Equal(
            expected.Select(static row => (row.Sequence, row.Id, row.Priority, row.Attempts, row.NotBefore, Convert.ToHexString(row.Body))),
            store.ReadQueue(number, 0, int.MaxValue).Select(static row => (row.Sequence, row.Id, row.Priority, row.Attempts, row.NotBefore, Convert.ToHexString(row.Body))));
        Assert.Equal(model.Done(name).Select(static row => (row.Sequence, row.Id)).Order(), store.ReadDone(number).Order());

        // From the middle, and not to the end.
        var (after, most) = (random.Next(10), random.Next(1, 10));
        Assert.Equal(
            expected.Select(static row => row.Sequence).Where(sequence => sequence > after).Take(most),
            store.ReadQueue(number, after, most).Select(static row => row.Sequence));
    }

    private void CompareItems(IStateStore store, string scope)
    {
        var expected = model.Items(scope).OrderBy(static item => item.Key, StringComparer.Ordinal).ToList();
        Assert.Equal(
            expected.Select(static item => (item.Key, Convert.ToHexString(item.Value), item.Payload)),
            store.ReadItems(scope).Select(static item => (item.Key, Convert.ToHexString(item.Value), item.Payload?.Hash)));
        foreach (var (key, value, _) in expected)
            Assert.Equal(value, store.ReadItem(scope, key));
        Assert.Null(store.ReadItem(scope, "no such key"));
    }

    private void CompareLetters(IStateStore store)
    {
        var actual = store.ReadDeadLetters(0, int.MaxValue);
        Assert.Equal(actual.Count, store.CountDeadLetters());
        Assert.Equal(model.Letters.Count, actual.Count);
        foreach (var letter in model.Letters)
        {
            var found = actual.Single(other => other.Letter.Id == letter.Known.Id && other.Letter.Plan == letter.Known.Plan);
            Assert.Equal(letter.Known with { Metadata = found.Letter.Metadata }, found.Letter);
            Assert.Equal(letter.Known.Metadata.ToString(), found.Letter.Metadata.ToString());
            Assert.Equal(letter.Body, found.Body);
            if (letter.Number is { } number)
                Assert.Equal(number, found.Number);
            else
                Assert.True(found.Number > _highestLetter, "a number is used again");
            letter.Number = found.Number;
        }

        _highestLetter = Math.Max(_highestLetter, actual.Select(static letter => letter.Number).DefaultIfEmpty().Max());
    }

    private void ComparePayloads()
    {
        var problems = fixture.Problems();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Equal(model.Holders.OrderBy(static held => held.Key, StringComparer.Ordinal), fixture.NamedPayloads().OrderBy(static held => held.Key, StringComparer.Ordinal));

        // At rest there is one for each that a row names, and no other; it may go a little later.
        Assert.True(
            SpinWait.SpinUntil(() => model.Holders.Keys.Order(StringComparer.Ordinal).SequenceEqual(fixture.KeptPayloads().Order(StringComparer.Ordinal)), TimeSpan.FromSeconds(30)),
            $"there are the payloads {string.Join(' ', fixture.KeptPayloads())}, and rows name {string.Join(' ', model.Holders.Keys)}");
    }
}
