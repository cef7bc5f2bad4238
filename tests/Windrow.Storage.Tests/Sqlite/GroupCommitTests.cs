using Windrow.Core.Messages;
using Windrow.Storage.Tests.Testing;

namespace Windrow.Storage.Tests.Sqlite;

public sealed class GroupCommitTests
{
    [Fact]
    public void Writes_that_gather_while_the_disk_is_busy_share_a_commit()
    {
        using var directory = new StateDirectory();
        using var store = directory.Open();
        var queue = store.Queue("q");
        var before = store.Groups;
        using var gate = new ManualResetEventSlim();
        store.Submit(new Write(_ => gate.Wait()));
        var writes = Enumerable.Range(1, 1_000).Select(number => new Write(transaction => transaction.Enqueue(queue, new MessageId(0, (ulong)number), 0, null, default, [], 0, null))).ToList();
        writes.ForEach(store.Submit);
        gate.Set();
        writes.ShouldAllBe(static write => write.Done.GetAwaiter().GetResult() == null);
        (store.Groups - before).ShouldBeLessThanOrEqualTo(2);
    }
}
