using Windrow.Core.Messages;
using Windrow.Core.Products;
using Xunit;

namespace Windrow.Testing.Compliance.Stores;

/// <content>The ledger of products.</content>
public abstract partial class StoreCompliance
{
    private static Product NewProduct(string path, int number, DateTimeOffset at, string configuration = "c") => new(
        path, Id(number), number * 10L, 10, "plan", "1:file", configuration, "flow.yaml:1:1", "1.0", 1, at, new Lineage(new Origin("source", "in", number)));

    [Fact]
    public void Product_comes_back_as_it_was_entered_and_is_known()
    {
        var tries = new[] { new FailedTry(Now, "plan/1:file", "no room", null), new FailedTry(Now.AddSeconds(1), "plan/1:file", "still 'none'\0", null) };
        var product = NewProduct("/out/ünï'code\n.grib", 1, Now) with { Run = 12, Attempts = 3, Tries = tries };
        using (var store = Fixture.Open())
        {
            Assert.Empty(store.ReadProducts(null, 9));
            Assert.False(store.HasProduct(product.Path, product.Id, "c"));
            Do(store, transaction => transaction.AddProduct(product));
        }

        using var reopened = Fixture.Open();
        Assert.True(reopened.HasProduct(product.Path, product.Id, "c"));
        Assert.False(reopened.HasProduct(product.Path, product.Id, "d"));
        Assert.False(reopened.HasProduct(product.Path, Id(2), "c"));
        var found = Assert.Single(reopened.ReadProducts(product.Path, 9));
        Assert.Equal(product with { Inputs = found.Inputs, Tries = found.Tries }, found);
        Assert.Equal(product.Inputs.Origins.ToArray(), found.Inputs.Origins.ToArray());
        Assert.Equal(tries.Select(static each => (each.At, each.Action, each.Reason)), found.Tries.Select(static each => (each.At, each.Action, each.Reason)));
    }

    [Fact]
    public void Products_are_read_newest_first_and_one_of_the_same_message_is_replaced()
    {
        using var store = Fixture.Open();
        Do(store, static transaction =>
        {
            for (var number = 0; number < 5; number++)
                transaction.AddProduct(NewProduct("/out/a", number, Now.AddSeconds(number)));
            transaction.AddProduct(NewProduct("/out/b", 1, Now.AddSeconds(2.5)));
            transaction.AddProduct(NewProduct("/out/a", 0, Now.AddSeconds(10)) with { Length = 77 });
            transaction.AddProduct(NewProduct("/out/a", 3, Now.AddSeconds(3), "d"));
        });
        Assert.Equal([0, 4, 3, 3, 2, 1], store.ReadProducts("/out/a", 99).Select(static each => (int)each.Id.Low));
        Assert.Equal([0, 4], store.ReadProducts(null, 2).Select(static each => (int)each.Id.Low));
        Assert.Equal(77, store.ReadProducts("/out/a", 1)[0].Length);
        Assert.Single(store.ReadProducts("/out/b", 99));
    }

    [Fact]
    public void Files_of_products_are_continued_closed_and_forgotten()
    {
        using var store = Fixture.Open();
        Assert.Null(store.FindProductFile("/out/a"));
        Do(store, static transaction =>
        {
            transaction.AddProduct(NewProduct("/out/a", 1, Now));
            transaction.AddProduct(NewProduct("/out/b", 1, Now));
            transaction.PutProductFile("/out/a", new ProductFile(10, IsOpen: true));
            transaction.PutProductFile("/out/a", new ProductFile(20, IsOpen: true));
            transaction.PutProductFile("/out/b", new ProductFile(5, IsOpen: true));
        });
        Assert.Equal(new ProductFile(20, IsOpen: true), store.FindProductFile("/out/a"));
        Do(store, static transaction =>
        {
            transaction.ForgetProducts("/out/a");
            transaction.AddProduct(NewProduct("/out/a", 2, Now));
            transaction.PutProductFile("/out/a", new ProductFile(3, IsOpen: true));
        });
        Assert.Equal(new ProductFile(3, IsOpen: true), store.FindProductFile("/out/a"));
        Assert.Equal(Id(2), Assert.Single(store.ReadProducts("/out/a", 9)).Id);
        Do(store, static transaction => transaction.CloseProductFiles());
        Assert.Equal(new ProductFile(3, IsOpen: false), store.FindProductFile("/out/a"));
        Assert.Equal(new ProductFile(5, IsOpen: false), store.FindProductFile("/out/b"));
    }

    [Fact]
    public void Old_products_go_some_at_a_time_and_files_without_products_with_them()
    {
        using var store = Fixture.Open();
        Do(store, static transaction =>
        {
            for (var day = 0; day < 10; day++)
                transaction.AddProduct(NewProduct($"/out/{day}", day, Now.AddDays(-day)));
            transaction.PutProductFile("/out/0", new ProductFile(1, IsOpen: false));
            transaction.PutProductFile("/out/9", new ProductFile(1, IsOpen: false));
            transaction.PutProductFile("/out/8", new ProductFile(1, IsOpen: true));
        });
        var removed = new List<long>();
        for (var round = 0; round < 3; round++)
            Do(store, transaction => removed.Add(transaction.RemoveProducts(Now.AddDays(-4.5), 3)));
        Assert.Equal([3L, 2, 0], removed);
        Assert.Equal(["/out/0", "/out/1", "/out/2", "/out/3", "/out/4"], store.ReadProducts(null, 100).Select(static each => each.Path));
        Assert.NotNull(store.FindProductFile("/out/0"));
        Assert.Null(store.FindProductFile("/out/9"));
        Assert.NotNull(store.FindProductFile("/out/8"));
    }
}
