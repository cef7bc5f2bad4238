using Windrow.Core.Messages;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets whose times are nearly the same, and members that are handed over.</summary>
public class CollectSlotTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Times_that_are_nearer_than_the_tolerance_are_one_set(bool keeps)
    {
        using var flow = new CollectFlow("{key: [key, time], count: 3, tolerance: 30s}", keeps ? CollectKeeping.Sqlite : CollectKeeping.Memory);
        await flow.Push(1, ("key", "a"), ("time", Noon));
        await flow.Push(2, ("key", "a"), ("time", Noon.AddSeconds(29)));
        await flow.Push(3, ("key", "a"), ("time", Noon.AddSeconds(30)));
        await flow.Push(4, ("key", "b"), ("time", Noon));
        await flow.Push(5, ("key", "a"), ("time", Noon.AddSeconds(-29)));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2 5"]);
        flow.Emitted[0].Metadata.TryGet("time", out var time).ShouldBeTrue();
        time.ShouldBe(Noon);

        // What comes late is of the set that is over, too; what is nearer to another one, of that.
        await flow.Push(6, ("key", "a"), ("time", Noon.AddSeconds(5)));
        await flow.Push(7, ("key", "a"), ("time", Noon.AddSeconds(16)));
        await flow.Push(8, ("key", "a"), ("time", Noon.AddSeconds(31)));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2 5", "a/1: 3 7 8"]);
    }

    [Fact]
    public async Task Set_is_near_after_a_restart_and_forgotten_with_all_it_was()
    {
        const string Options = "{key: [time, key], count: 2, tolerance: 30s, remember: 1h}";
        using var flow = new CollectFlow(Options);
        await flow.Push(1, ("key", "a"), ("time", Noon));
        await flow.Rest();
        flow.Restart();
        await flow.Push(2, ("key", "a"), ("time", Noon.AddSeconds(20)));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2"]);
        await flow.Advance(TimeSpan.FromHours(2));
        await flow.Push(3, ("key", "a"), ("time", Noon.AddSeconds(10)));
        await flow.Push(4, ("key", "a"), ("time", Noon.AddSeconds(39)));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/1: 3 4"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_are_handed_over_with_the_metadata_that_are_named(bool keeps)
    {
        using var flow = new CollectFlow("{key: [key], count: 3, hand-over: [level, time, none]}", keeps ? CollectKeeping.Sqlite : CollectKeeping.Memory);
        await flow.Push(1, ("key", "a"), ("level", 850), ("time", Noon));
        await flow.Push(2, ("key", "a"), ("level", 500));
        await flow.Push(3, ("key", "a"), ("level", MetadataValue.Of(new MetadataList(1, "x"))));
        await flow.Rest();
        flow.Emitted.ShouldHaveSingleItem().Metadata.TryGet("members", out var members).ShouldBeTrue();
        members.ToString().ShouldBe("[{\"level\":850,\"time\":\"2026-01-02T12:00:00Z\"},{\"level\":500},{\"level\":[1,\"x\"]}]");
        members.TryGetList(out var list).ShouldBeTrue();
        list![0].TryGetMap(out var first).ShouldBeTrue();
        first!.TryGet("time", out var time).ShouldBeTrue();
        time.ShouldBe(Noon);
    }

    [Fact]
    public async Task All_that_members_have_is_handed_over_after_a_crash()
    {
        using var flow = new CollectFlow("{key: [key], count: 2, hand-over: ['*']}");
        await flow.Push(1, ("key", "a"), ("x", true));
        await flow.Rest();
        flow.Restart();
        await flow.Push(2, ("key", "a"), ("y", 1.5));
        await flow.Rest();
        flow.Emitted.ShouldHaveSingleItem().Metadata.TryGet("members", out var members).ShouldBeTrue();
        members.ToString().ShouldBe("[{\"key\":\"a\",\"x\":true},{\"key\":\"a\",\"y\":1.5}]");
        flow.IsRepeatable.ShouldBeTrue();
    }
}
