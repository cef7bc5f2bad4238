using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>What is kept under a scope and a key.</content>
public abstract partial class StoreCompliance
{
    [Fact]
    public void Items_are_replaced_removed_and_read_in_the_order_of_their_keys()
    {
        using var store = Fixture.Open();
        Assert.Null(store.ReadItem("s", "k"));
        Assert.Empty(store.ReadItems("s"));
        Do(store, static transaction =>
        {
            foreach (var key in new[] { "b", "a", "B", "é", "aa" })
                transaction.PutItem("s", key, System.Text.Encoding.UTF8.GetBytes(key));
            transaction.PutItem("s", "a", [9]);
            transaction.PutItem("s", "gone", [1]);
            transaction.RemoveItem("s", "gone");
            transaction.AddItem("s", "gone too", []);
            transaction.RemoveItem("s", "never there");
            transaction.PutItem("other", "a", [1]);
        });
        Do(store, static transaction =>
        {
            transaction.RemoveItem("s", "gone too");
            transaction.RemoveItem("s", "b");
            transaction.AddItem("s", "b", [7]);
        });
        Assert.Equal(["B", "a", "aa", "b", "é"], store.ReadItems("s").Select(static item => item.Key));
        Assert.Equal([(byte)9], store.ReadItem("s", "a")!);
        Assert.Equal([(byte)7], store.ReadItem("s", "b")!);
        Do(store, static transaction =>
        {
            transaction.PutItem("s", "before", [1]);
            transaction.RemoveItems("s");
            transaction.PutItem("s", "after", [2]);
        });
        Assert.Equal(["after"], store.ReadItems("s").Select(static item => item.Key));
        Assert.Equal(["other", "s"], store.Scopes(""));
    }

    [Fact]
    public void Scopes_and_keys_of_any_characters_are_told_apart_and_found()
    {
        using (var store = Fixture.Open())
        {
            Do(store, static transaction =>
            {
                for (var scope = 0; scope < AwkwardNames.Length; scope++)
                {
                    transaction.PutItem(AwkwardNames[scope], "k", [(byte)scope]);
                    transaction.PutItem("one", AwkwardNames[scope], [(byte)scope]);
                }
            });
        }

        using var reopened = Fixture.Open();
        for (var each = 0; each < AwkwardNames.Length; each++)
        {
            Assert.Equal([(byte)each], reopened.ReadItem(AwkwardNames[each], "k")!);
            Assert.Equal([(byte)each], reopened.ReadItem("one", AwkwardNames[each])!);
            Assert.Contains(AwkwardNames[each], reopened.Scopes(AwkwardNames[each]));
        }

        Assert.Equal(InOctetOrder(AwkwardNames), reopened.ReadItems("one").Select(static item => item.Key));
        Assert.Equal(["%like_"], reopened.Scopes("%"));
        Assert.Empty(reopened.Scopes("_"));
    }

    [Fact]
    public void Items_are_read_page_by_page()
    {
        using var store = Fixture.Open();
        Do(store, static transaction =>
        {
            for (var number = 0; number < 2_500; number++)
                transaction.AddItem("s", $"{number:00000}", [1]);
        });
        var keys = new List<string>();
        for (var page = store.ReadItems("s", "", 1_000); page.Count > 0; page = store.ReadItems("s", page[^1].Key, 1_000))
            keys.AddRange(page.Select(static item => item.Key));
        Assert.Equal(Enumerable.Range(0, 2_500).Select(static number => $"{number:00000}"), keys);
    }

    [Fact]
    public void Items_of_any_size_come_back_as_they_were()
    {
        byte[][] values = [[], [0], new byte[5_000], new byte[3 << 20], new byte[30 << 20]];
        foreach (var value in values)
            new Random(value.Length).NextBytes(value);
        using (var store = Fixture.Open())
        {
            foreach (var value in values)
                Do(store, transaction => transaction.PutItem("s", $"{value.Length}", value));
        }

        using var reopened = Fixture.Open();
        Assert.All(values, value => Assert.True(value.AsSpan().SequenceEqual(reopened.ReadItem("s", $"{value.Length}")), $"{value.Length} bytes"));
    }

    [Fact]
    public void Group_that_is_larger_than_any_buffer_is_written()
    {
        using var store = Fixture.Open();
        var queue = store.Queue("q");
        var body = new byte[60_000];
        Do(store, transaction =>
        {
            for (var number = 0; number < 1_000; number++)
            {
                transaction.Enqueue(queue, Id(number), 0, null, Now, body, body.Length, null);
                transaction.PutItem("s", $"{number}", body.AsSpan(0, number));
            }
        });
        Assert.Equal(1_000, store.CountQueue(queue));
        Assert.Equal(1_000, store.ReadItems("s").Count);
        Assert.Equal(Enumerable.Range(0, 1_000), Numbers(store, queue));
    }
}
