using Windrow.Core.Messages;
using Windrow.Core.Products;
using Windrow.Core.State;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

public class RetentionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Old_products_go_some_at_a_time_and_files_without_products_with_them()
    {
        using var directory = new StateDirectory();
        using var store = directory.Open();
        Write(store, transaction =>
        {
            for (var day = 0; day < 10; day++)
                transaction.AddProduct(Product($"/out/{day}", Now.AddDays(-day)));
            transaction.PutProductFile("/out/0", new ProductFile(1, IsOpen: false));
            transaction.PutProductFile("/out/9", new ProductFile(1, IsOpen: false));
            transaction.PutProductFile("/out/8", new ProductFile(1, IsOpen: true));
        });
        var removed = new List<long>();
        for (var round = 0; round < 3; round++)
            Write(store, transaction => removed.Add(transaction.RemoveProducts(Now.AddDays(-4.5), 3)));
        removed.ShouldBe([3, 2, 0]);
        store.ReadProducts(null, 100).Select(static product => product.Path).ShouldBe(["/out/0", "/out/1", "/out/2", "/out/3", "/out/4"]);
        store.FindProductFile("/out/0").ShouldNotBeNull();
        store.FindProductFile("/out/9").ShouldBeNull();
        store.FindProductFile("/out/8").ShouldNotBeNull("a file that is being written is continued");
    }

    private static Product Product(string path, DateTimeOffset at) =>
        new(path, new MessageId(1, 2), 0, 1, "plan", "1:file", "configuration", "flow.yaml:1:1", "1.0", 1, at, new Lineage(new Origin("source", "in", 0)));

    private static void Write(IStateStore store, System.Action<IStateTransaction> change)
    {
        var write = new AwaitedWrite(change);
        store.Submit(write);
        write.Wait();
    }
}
