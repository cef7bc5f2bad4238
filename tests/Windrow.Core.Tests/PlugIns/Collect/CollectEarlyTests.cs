using Windrow.Core.Configuration;
using Windrow.Core.Deliveries;
using Windrow.Core.PlugIns.Collect;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets that leave once before they are complete.</summary>
public sealed class CollectEarlyTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_leaves_early_once_and_again_when_it_is_complete(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 4, early: 2}", keeps);
        for (var number = 1; number <= 3; number++)
            await flow.Push(number, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/0: 1 2!"]);
        if (keeps)
            flow.Restart();
        else
            flow.Source.Outcomes.ShouldBeEmpty();
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/0: 1 2!", "a/1: 1 2 3 4"]);
        await flow.Push(5, ("key", "a"));
        await flow.Rest();
        flow.Source.Outcomes["5"].ShouldBe(Outcome.Dropped);
        flow.Sets().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("emit", "a/0: 1 2!|a/1: 1 2!")]
    [InlineData("drop", "a/0: 1 2!")]
    [InlineData("alert", "a/0: 1 2!|a lacks ")]
    public async Task Deadline_of_a_set_that_has_left_early_is_as_of_any_other(string policy, string expected)
    {
        using var flow = NewFlow($"{{key: [key], count: 4, early: 2, deadline: 5m, on-deadline: {policy}}}", keeps: true);
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Rest();
        flow.Restart();
        await flow.Advance(5 * Minute);
        string.Join('|', flow.Sets()).ShouldBe(expected);
    }

    [Fact]
    public async Task Set_leaves_early_once_wherever_the_process_is_killed()
    {
        for (var writes = 0; writes < 6; writes++)
        {
            using var flow = new CollectFlow("{key: [key], count: 3, early: 2}", CollectKeeping.Sqlite, begins: false);
            flow.Begin(writes);
            for (var number = 1; number <= 2; number++)
            {
                await flow.Push(number, ("key", "a"));
                await flow.Rest();
            }

            flow.Restart();
            for (var number = 1; number <= 3; number++)
            {
                await flow.Push(number, ("key", "a"));
                await flow.Rest();
            }

            flow.Sets().ShouldBe(["a/0: 1 2!", "a/1: 1 2 3"], $"after {writes} writes");
            flow.IsRepeatable.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Listed_members_count_and_those_of_each_value_by_themselves()
    {
        using var flow = NewFlow("{key: [key], wanted: [{set: one, part: [1, 2, 3]}, {set: two, part: 1}], critical: {set: two, part: 2}, all: {set: one, part: 9}, early: 2, early-per: set}", keeps: true);
        await flow.Push(1, ("key", "a"), ("set", "one"), ("part", 1));
        await flow.Push(2, ("key", "a"), ("set", "one"), ("part", 9));
        await flow.Push(3, ("key", "a"), ("set", "two"), ("part", 1));
        await flow.Push(4, ("key", "a"), ("set", "one"), ("part", 2));
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        await flow.Push(5, ("key", "a"), ("set", "two"), ("part", 2));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/0: 1 2 3 4 5!"]);
        await flow.Push(6, ("key", "a"), ("set", "one"), ("part", 3));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/0: 1 2 3 4 5!", "a/1: 1 2 3 4 5 6"]);
    }

    [Theory]
    [InlineData("{key: [a], count: 2, early: 1, shared: true}", "does not leave early")]
    [InlineData("{key: [a], count: 2, early: 1, emit: members}", "would leave again")]
    [InlineData("{key: [a], wanted: {p: [1, 2]}, early: 1, early-per: q}", "no listed member has 'q'")]
    [InlineData("{key: [a], wanted: {p: [1, 2]}, early-per: p}", "nothing says how many")]
    public void What_does_not_fit_is_told(string yaml, string what)
    {
        var diagnostics = new DiagnosticBag();
        CollectOptions.Set.Bind((MappingNode)ConfigReader.Read(yaml, "f.yaml", diagnostics)!, diagnostics);
        diagnostics.ToString().ShouldContain(what);
    }

    private static CollectFlow NewFlow(string options, bool keeps) => new(options, keeps ? CollectKeeping.Sqlite : CollectKeeping.Memory);
}
