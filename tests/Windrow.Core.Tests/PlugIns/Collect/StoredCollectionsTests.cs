using Windrow.Core.Binary;
using Windrow.Core.PlugIns.Collect;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>What the store tells about sets, while the flow runs and by the configuration that they are kept under.</summary>
public class StoredCollectionsTests
{
    private const string Tiers = "{key: [key], member: [x], critical: {x: [0]}, wanted: {x: [1, 2]}, all: {x: [3]}, deadline: 10m, on-deadline: alert}";

    [Fact]
    public async Task Open_set_tells_what_is_missing_in_each_tier_and_why_it_waits()
    {
        using var flow = new CollectFlow(Tiers);
        await flow.Push(1, ("key", "a"), ("x", 1));
        await flow.Advance(TimeSpan.FromMinutes(1));
        await flow.Push(2, ("key", "a"), ("x", 3));
        await flow.Rest();
        var set = Read(flow).ShouldHaveSingleItem();
        set.KeyText.ShouldBe("key=a");
        (set.Plan, set.Action, set.Phase, set.IsOpen).ShouldBe(("plan", "1:collect", "open", true));
        (set.Count, set.Expected, set.Revision).ShouldBe((2, 4, 0));
        (set.Last - set.Opened, set.Deadline - set.Opened).ShouldBe((TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)));
        set.Missing.Select(static tier => $"{tier.Tier} {string.Join(' ', tier.Members)}").ShouldBe(["critical {\"x\":0}", "wanted {\"x\":2}"]);
        set.Members.Select(static member => $"{member.Number} {member.Origin.Position} {member.Metadata}").ShouldBe(["1 1 {\"x\":1}", "2 2 {\"x\":3}"]);
        set.Why.ShouldBe("it waits for 1 critical, 1 wanted members until its deadline at 2026-01-01T00:10:00Z, and is told in an alert then");
    }

    [Fact]
    public async Task Set_beyond_its_deadline_tells_how_long_it_waits_on()
    {
        using var flow = new CollectFlow(Tiers);
        await flow.Push(1, ("key", "a"), ("x", 1));
        await flow.Advance(TimeSpan.FromMinutes(10));
        await flow.Rest();
        var set = Read(flow).ShouldHaveSingleItem();
        (set.Phase, set.IsOpen).ShouldBe(("alerted", true));
        set.Why.ShouldContain("is given up then");
        set.Deadline.ShouldBe(set.Opened + TimeSpan.FromMinutes(10) + TimeSpan.FromDays(1));
    }

    [Fact]
    public async Task Set_that_is_over_has_its_revision_and_no_members_that_were_let_go()
    {
        using var flow = new CollectFlow("{key: [key], count: 2}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Push(3, ("key", "b"));
        await flow.Rest();
        await flow.Rest();
        Read(flow).Select(static set => $"{set.KeyText} {set.Phase} {set.Count}/{set.Expected} {set.Revision}").ShouldBe(["key=a emitted /2 1", "key=b open 1/2 0"]);
    }

    [Fact]
    public async Task Members_that_are_kept_whole_tell_their_metadata_when_they_are_asked_for()
    {
        using var flow = new CollectFlow("{key: [key], count: 2, emit: members, quiet: 5m}");
        await flow.Push(1, ("key", "a"), ("level", 850));
        await flow.Push(2, ("key", "b"), ("level", 500));
        await flow.Rest();
        var sets = Read(flow, "a");
        sets.Select(static set => string.Join(' ', set.Members.Select(static member => member.Metadata))).ShouldBe(["{\"key\":\"a\",\"level\":850}", ""]);
        sets[0].Why.ShouldBe("it waits for 1 of 2 members until its deadline at 2026-01-01T00:10:00Z, and is emitted as it is then; before that it is emitted when nothing has come for 5m");
    }

    [Theory]
    [InlineData("expected: 5", "3 of 5 members")]
    [InlineData("expected: 5, at-least: 75%", "2 of the 4 needed of 5 members")]
    [InlineData("expected: {key: total}", "8 of 10 members")]
    [InlineData("expected: {key: unknown}", "the number of its members")]
    public async Task Set_of_which_a_number_is_expected_tells_how_many_are_missing(string options, string missing)
    {
        using var flow = new CollectFlow($"{{key: [key], {options}}}");
        await flow.Push(1, ("key", "a"), ("total", 10));
        await flow.Push(2, ("key", "a"), ("total", 10));
        await flow.Rest();
        Read(flow).ShouldHaveSingleItem().Why.ShouldStartWith($"it waits for {missing} until its deadline");
    }

    private static List<StoredCollection> Read(CollectFlow flow, string? only = null)
    {
        var state = flow.Host.Store.Open();
        StoredCollections.Actions(state).ShouldBe([("plan", "1:collect")]);
        return [.. StoredCollections.Read(state, "plan", "1:collect", new StoredFormats(), flow.Time.GetUtcNow().UtcDateTime, key => only is null || key.TryGetString("key", out var name) && name == only)];
    }
}
