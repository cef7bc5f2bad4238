namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets in an SQLite database, or in memory.</summary>
public sealed class CollectSqliteTests : CollectTests
{
    private protected override CollectKeeping Keeping => CollectKeeping.Sqlite;

    [Fact]
    public async Task Sets_end_with_the_flow_as_at_their_deadline_and_nothing_is_kept_of_them()
    {
        using var flow = NewFlow("{key: [key], count: 2}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "b"));
        await flow.Push(3, ("key", "b"));
        flow.Source.End();
        await flow.Host.SourcesEnded();
        (await flow.Host.DrainAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        flow.Sets().Order().ShouldBe(["a/1: 1!", "b/1: 2 3"]);
        flow.Restart();
        Remembered(flow).ShouldBe(0);
    }
}
