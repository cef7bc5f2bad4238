using Windrow.Core.Deliveries;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets that all processes of a flow have in common, in a PostgreSQL database: of one process they behave as its own do.</summary>
public sealed class CollectSharedTests : CollectTests
{
    private protected override CollectKeeping Keeping => CollectKeeping.Shared;

    private protected override bool IsRememberedOverReloads => true;

    private protected override int WritesOfStart => 1;

    private protected override int Remembered(CollectFlow flow) =>
        flow.Host.Store.Open().SharedSets!.ReadSets("fold/plan/1:collect", 0, 1_000).Sum(set => 1 + flow.Host.Store.Open().SharedSets!.ReadMembers(set.Number, 0, 1_000_000).Count);

    private protected override int RememberedNews(CollectFlow flow) => int.Parse(CollectDatabase.Execute($"SELECT count(*) FROM {flow.Schema}.collected_news"), System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Members_of_several_processes_make_one_set_that_leaves_once()
    {
        using var one = NewFlow("{key: [key], count: 4, late: amend}");
        using var two = new CollectFlow(one, "two");
        await one.Push(1, ("key", "a"));
        await one.Rest();
        await two.Push(2, ("key", "a"));
        await two.Push(1, ("key", "a"));
        await two.Rest();
        await one.Push(3, ("key", "a"));
        await one.Push(2, ("key", "a"));
        await one.Rest();
        one.Sets().Concat(two.Sets()).ShouldBeEmpty();
        await two.Push(4, ("key", "a"));
        await two.Rest();
        two.Sets().ShouldBe(["a/1: 1 2 3 4"]);
        await one.Push(5, ("key", "a"));
        await one.Rest();
        one.Sets().ShouldBe(["a/2: 1 2 3 4 5"]);
        one.Source.Outcomes["2"].ShouldBe(Outcome.Dropped);
        two.Source.Outcomes["1"].ShouldBe(Outcome.Dropped);
    }

    [Fact]
    public async Task Deadline_of_a_set_is_kept_by_one_process_also_when_the_one_that_began_it_is_gone()
    {
        using var one = NewFlow("{key: [key], count: 4, deadline: 5m}");
        using var two = new CollectFlow(one, "two");
        await one.Push(1, ("key", "a"));
        await one.Push(2, ("key", "b"));
        await one.Rest();
        one.Crash();
        await two.Push(3, ("key", "a"));
        await two.Rest();
        for (var i = 0; i < 6; i++)
            await two.Advance(Minute);
        two.Sets().Order().ShouldBe(["a/1: 1 3!", "b/1: 2!"]);
        one.Sets().ShouldBeEmpty();
    }

    /// <summary>Members come to one process, and what is told of them to another at the same time: none may pass the other unseen.</summary>
    [Fact]
    public async Task What_is_told_to_one_process_reaches_members_that_come_to_others_meanwhile()
    {
        const int Files = 600;
        using var one = NewFlow($"{{key: [key], member: [file], ready-when: \"status = 'done'\", count: {Files}}}");
        using var two = new CollectFlow(one, "two");
        using var three = new CollectFlow(one, "three");
        await Task.WhenAll(Bring(one, 0, 1), Bring(two, 1, 2), Bring(three, 2, 3));
        await Task.WhenAll(one.Rest(), two.Rest(), three.Rest());
        string.Join(", ", one.Sets().Concat(two.Sets()).Concat(three.Sets())).ShouldBe($"a/1: {string.Join(' ', Enumerable.Range(0, Files))}");

        static Task Bring(CollectFlow flow, int part, int seed) => Task.Run(async () =>
        {
            // Of each file its coming to one process, and what is told of it to the next.
            var events = Enumerable.Range(0, Files).Where(file => file % 3 == part).SelectMany(static file => new[] { (file, true), ((file + 1) % Files, false) }).ToArray();
            new Random(seed).Shuffle(events);
            foreach (var (file, comes) in events)
            {
                if (comes)
                    await flow.Push(file, ("key", "a"), ("file", (long)file));
                else
                    await flow.Push(Files + file, ("file", (long)file), ("status", "done"));
                if (file % 7 == 0)
                    await flow.Rest();
            }
        });
    }

    /// <summary>More members than stand in one run of the index, each again when it is in an earlier one, and by whichever process.</summary>
    [Fact]
    public async Task Large_set_knows_every_member_again_in_every_process_and_after_a_start()
    {
        const int Files = 10_000;
        using var one = NewFlow($"{{key: [key], member: [file], count: {Files + 1}, late: new-set}}");
        using var two = new CollectFlow(one, "two");
        await Bring(one, 0, 6_000);
        await one.Rest();
        await Bring(two, 3_000, Files);
        await two.Rest();
        one.Restart();
        await Bring(one, 0, Files);
        await one.Rest();
        one.Sets().Concat(two.Sets()).ShouldBeEmpty();
        await two.Push(Files, ("key", "a"), ("file", (long)Files));
        await two.Rest();
        two.Sets().ShouldBe([$"a/1: {string.Join(' ', Enumerable.Range(0, Files + 1))}"]);

        // What was in the set that has left is in no later one.
        await Bring(one, 4_000, 4_100);
        await Bring(two, 0, 10);
        await one.Rest();
        await two.Rest();
        CollectDatabase.Execute($"SELECT count(*) FROM {one.Schema}.collected_set").ShouldBe("1");
    }

    /// <summary>What a process knows of a run by heart ends where another has added to it.</summary>
    [Fact]
    public async Task Large_set_that_two_processes_add_to_by_turns_has_every_member_once()
    {
        const int Files = 14_000;
        const int Turn = 500;
        using var one = NewFlow($"{{key: [key], member: [file], count: {Files}}}");
        using var two = new CollectFlow(one, "two");
        for (var from = 0; from < Files; from += Turn)
        {
            // With the last of its own, and those that the other added since.
            var flow = from / Turn % 2 == 0 ? one : two;
            await Bring(flow, Math.Max(0, from - Turn - 50), from + Turn);
            await flow.Rest();
        }

        two.Sets().ShouldBe([$"a/1: {string.Join(' ', Enumerable.Range(0, Files))}"]);
    }

    /// <summary>As the second version of the schema had them.</summary>
    [Fact]
    public async Task Sets_of_an_earlier_version_go_on()
    {
        const int Files = 5_000;
        using var flow = NewFlow($"{{key: [key], member: [file], count: {Files + 1}}}");
        await Bring(flow, 0, Files);
        await flow.Rest();
        flow.Crash();
        CollectDatabase.Execute($"""
            SET search_path = {flow.Schema};
            ALTER TABLE collected_member DROP COLUMN run;
            ALTER TABLE collected_member ADD PRIMARY KEY (home, identity);
            ALTER TABLE collected_set DROP COLUMN stored;
            DROP TABLE collected_news;
            DROP INDEX collected_member_waiting;
            UPDATE version SET number = 2;
            """);
        flow.Restart();
        await Bring(flow, Files - 100, Files + 1);
        await flow.Rest();
        flow.Sets().ShouldBe([$"a/1: {string.Join(' ', Enumerable.Range(0, Files + 1))}"]);
    }

    private static async Task Bring(CollectFlow flow, int from, int to)
    {
        for (var file = from; file < to; file++)
            await flow.Push(file, ("key", "a"), ("file", (long)file));
    }
}
