using Windrow.Core.Deliveries;
using Windrow.Core.State;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <summary>Sets over time and over restarts, with and without a state store: the same of every kind of it.</summary>
public abstract partial class CollectTests
{
    private protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private protected abstract CollectKeeping Keeping { get; }

    /// <summary>How many writes are made when a process starts.</summary>
    private protected virtual int WritesOfStart => 0;

    /// <summary>Whether sets that are over are known to a plan that takes the place of another and collects as it did.</summary>
    private protected virtual bool IsRememberedOverReloads => false;

    private protected CollectFlow NewFlow(string options, bool keeps = true, bool begins = true) => new(options, keeps ? Keeping : CollectKeeping.Memory, begins);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_leaves_when_it_is_complete_and_late_members_are_ignored(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 2}", keeps);
        await flow.Push(1, ("key", "a"));
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "b"));
        await flow.Push(3, ("key", "a"));
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 3"]);
        flow.Source.Outcomes["4"].ShouldBe(Outcome.Dropped);
        flow.Source.Outcomes.ContainsKey("2").ShouldBe(keeps);
    }

    [Fact]
    public async Task Member_is_settled_when_it_is_durable_and_not_before()
    {
        using var flow = NewFlow("{key: [key], count: 3}", begins: false);
        flow.Begin(writes: 0);
        await flow.Push(1, ("key", "a"));
        await flow.Crashed;
        flow.Source.Outcomes.ShouldBeEmpty();
        flow.Restart();
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        flow.Source.Outcomes["1"].ShouldBe(Outcome.Absorbed);
    }

    [Fact]
    public async Task Open_set_outlives_a_crash()
    {
        using var flow = NewFlow("{key: [key], count: 3}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Rest();
        flow.Restart();
        await flow.Push(2, ("key", "a"));
        await flow.Push(3, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2 3"]);
    }

    [Fact]
    public async Task Deadline_that_passed_while_nothing_ran_is_kept_at_once()
    {
        using var flow = NewFlow("{key: [key], count: 3, deadline: 10m}");
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        flow.Restart();
        await flow.Advance(9 * Minute);
        flow.Sets().ShouldBeEmpty();
        flow.Restart();
        flow.Time.Advance(2 * Minute);
        flow.Restart();
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1!"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Quiet_set_leaves_when_the_critical_members_are_in(bool keeps)
    {
        using var flow = NewFlow("{key: [key], critical: {p: t}, wanted: {p: [u, v]}, quiet: 2m, deadline: 1h}", keeps);
        await flow.Push(1, ("key", "a"), ("p", "t"));
        await flow.Push(2, ("key", "b"), ("p", "u"));
        await flow.Advance(Minute);
        await flow.Push(3, ("key", "a"), ("p", "u"));
        await flow.Advance(1.5 * Minute);
        flow.Sets().ShouldBeEmpty();
        await flow.Advance(Minute);
        flow.Sets().ShouldBe(["a/1: 1 3!"]);
        await flow.Push(4, ("key", "b"), ("p", "t"));
        await flow.Push(5, ("key", "b"), ("p", "v"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 3!", "b/1: 2 4 5"]);
    }

    [Theory]
    [InlineData("emit", true, "a/1: 1!")]
    [InlineData("emit", false, "a/1: 1!")]
    [InlineData("drop", true, "")]
    [InlineData("drop", false, "")]
    [InlineData("alert", true, "a lacks [{\"p\":\"u\"}]|b lacks [{\"p\":\"t\"}]")]
    [InlineData("alert", false, "a lacks [{\"p\":\"u\"}]|b lacks [{\"p\":\"t\"}]")]
    public async Task Deadline_does_what_is_said_and_never_emits_without_the_critical_members(string policy, bool keeps, string expected)
    {
        using var flow = NewFlow($"{{key: [key], critical: {{p: t}}, wanted: {{p: u}}, deadline: 5m, on-deadline: {policy}}}", keeps);
        await flow.Push(1, ("key", "a"), ("p", "t"));
        await flow.Push(2, ("key", "b"), ("p", "u"));
        await flow.Advance(5 * Minute);
        string.Join('|', flow.Sets().Order()).ShouldBe(expected);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Set_that_was_alerted_waits_on_and_is_given_up_in_the_end(bool keeps)
    {
        using var flow = NewFlow("{key: [key], expect: {p: [t, u]}, deadline: 5m, on-deadline: alert, remember: 1h}", keeps);
        await flow.Push(1, ("key", "a"), ("p", "t"));
        await flow.Push(2, ("key", "b"), ("p", "u"));
        await flow.Advance(5 * Minute);
        if (keeps)
            flow.Restart();
        await flow.Push(3, ("key", "a"), ("p", "u"));
        await flow.Rest();
        flow.Sets().Order().ShouldBe(["a lacks [{\"p\":\"u\"}]", "a/1: 1 3", "b lacks [{\"p\":\"t\"}]"]);
        await flow.Advance(61 * Minute);
        await flow.Push(4, ("key", "b"), ("p", "t"));
        await flow.Rest();
        flow.Sets().Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_member_amends_its_set(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 2, late: amend}", keeps);
        for (var number = 1; number <= 3; number++)
            await flow.Push(number, ("key", "a"));
        await flow.Rest();
        if (keeps)
            flow.Restart();
        await flow.Push(3, ("key", "a"));
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/2: 1 2 3", "a/3: 1 2 3 4"]);
        flow.Source.Outcomes.Count.ShouldBe(keeps ? 2 : 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_members_that_come_together_make_one_revision_where_quiet_is_waited_for(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 2, late: amend, quiet: 1m, emit: members}", keeps);
        for (var number = 1; number <= 4; number++)
            await flow.Push(number, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1", "a/1: 2"]);
        await flow.Advance(Minute);
        flow.Sets().ShouldBe(["a/1: 1", "a/1: 2", "a/2: 1", "a/2: 2", "a/2: 3", "a/2: 4"]);
        flow.Source.Outcomes.Keys.Order().ShouldBe(["1", "2", "3", "4"]);
        flow.Host.Counts().Open.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Late_member_begins_a_new_set_and_repetitions_do_not(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 2, late: new-set}", keeps);
        int[] numbers = [1, 2, 1, 3, 2, 3, 4, 1, 4, 5];
        foreach (var number in numbers)
            await flow.Push(number, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/1: 3 4"]);
        if (!keeps)
            return;
        flow.Restart();
        await flow.Push(2, ("key", "a"));
        await flow.Push(6, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/1: 3 4", "a/1: 5 6"]);
    }

    [Fact]
    public async Task Set_that_is_over_is_forgotten_after_its_time()
    {
        using var flow = NewFlow("{key: [key], count: 2, remember: 1h}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Advance(59 * Minute);
        flow.Restart();
        await flow.Push(3, ("key", "a"));
        await flow.Advance(2 * Minute);
        Remembered(flow).ShouldBe(0);
        await flow.Push(4, ("key", "a"));
        await flow.Push(5, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/1: 4 5"]);
    }

    [Fact]
    public async Task Condition_over_times_is_asked_without_a_new_member()
    {
        using var flow = NewFlow("{key: [key], complete-when: \"count >= 3 or count >= 2 and age > 30\"}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Push(3, ("key", "b"));
        await flow.Advance(TimeSpan.FromSeconds(29));
        flow.Sets().ShouldBeEmpty();
        await flow.Advance(TimeSpan.FromSeconds(2));
        flow.Sets().ShouldBe(["a/1: 1 2"]);
    }

    [Fact]
    public async Task What_was_decided_and_has_not_left_leaves_after_a_crash_with_the_same_id()
    {
        using var flow = NewFlow("{key: [key], count: 2, late: amend}");
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        flow.Restart(WritesOfStart + 1);
        await flow.Push(2, ("key", "a"));
        await flow.Crashed.WaitAsync(TestContext.Current.CancellationToken);
        flow.Restart();
        await flow.Push(3, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/2: 1 2 3"]);
        flow.IsRepeatable.ShouldBeTrue();
    }

    [Fact]
    public async Task Large_set_leaves_in_pieces_whole_and_in_order()
    {
        using var flow = NewFlow("{key: [key], count: 1000, emit: members}");
        for (var number = 1; number <= 1000; number++)
            await flow.Push(number, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(Enumerable.Range(1, 1000).Select(static number => $"a/1: {number}"));
        await flow.Rest();
        Remembered(flow).ShouldBe(1);
    }

    [Fact]
    public async Task Open_set_refuses_another_configuration_and_a_remembered_one_does_not()
    {
        using var flow = NewFlow("{key: [key], count: 2}");
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        Should.Throw<StateException>(() => flow.Restart(options: "{key: [key], count: 3}")).Message.ShouldContain("another configuration");
        flow.Restart(options: "{key: [key], count: 2}");
        await flow.Push(2, ("key", "a"));
        await flow.Rest();
        await flow.Rest();
        flow.Restart(options: "{key: [key], count: 1}");
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2", "a/1: 4"]);
    }

    [Fact]
    public async Task Reload_that_would_lose_an_open_set_is_refused_and_what_is_remembered_is_not_in_its_way()
    {
        using var flow = NewFlow("{key: [key], count: 2}");
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        var other = flow.Host.Definition with { Plans = [flow.Host.Definition.Plans[0] with { Canonical = "other" }] };
        (await flow.Host.ReloadAsync(other)).ShouldBe(["plan"]);
        await flow.Push(2, ("key", "a"));
        await flow.Rest();
        (await flow.Host.ReloadAsync(other)).ShouldBeEmpty();
        await flow.Push(3, ("key", "a"));
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(IsRememberedOverReloads ? ["a/1: 1 2"] : ["a/1: 1 2", "a/1: 3 4"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_count_when_what_came_for_them_makes_them_ready(bool keeps)
    {
        using var flow = NewFlow("{key: [key], member: [file], ready-when: \"status = 'done' and size > 0\", count: 2}", keeps);
        await flow.Push(1, ("key", "a"), ("file", "x"));
        await flow.Push(2, ("key", "a"), ("file", "y"), ("status", "done"));
        await flow.Push(3, ("key", "a"), ("file", "z"), ("status", "done"), ("size", 1L));
        await flow.Push(4, ("key", "a"), ("file", "x"), ("size", 2L));
        await flow.Push(5, ("key", "a"), ("file", "z"), ("size", 3L));
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        if (keeps)
            flow.Restart();
        await flow.Push(6, ("key", "a"), ("file", "x"), ("status", "failed"));
        await flow.Push(7, ("key", "a"), ("file", "y"), ("size", 4L));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 3 7"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Member_that_does_not_count_is_no_part_of_what_leaves_at_the_deadline(bool keeps)
    {
        using var flow = NewFlow("{key: [key], member: [file], ready-when: \"status = 'done'\", count: 2, deadline: 5m, late: amend}", keeps);
        await flow.Push(1, ("key", "a"), ("file", "x"), ("status", "done"));
        await flow.Push(2, ("key", "a"), ("file", "y"));
        await flow.Push(3, ("key", "b"), ("file", "z"));
        await flow.Advance(6 * Minute);
        flow.Sets().ShouldBe(["a/1: 1!"]);
        if (!keeps)
        {
            flow.Source.Outcomes.Keys.Order().ShouldBe(["1", "2", "3"]);
            return;
        }

        flow.Restart();
        await flow.Push(4, ("key", "a"), ("file", "y"), ("status", "done"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1!", "a/2: 1 4"]);
        flow.IsRepeatable.ShouldBeTrue();
    }

    [Fact]
    public async Task Number_of_members_comes_with_one_of_them_and_a_part_of_it_is_enough()
    {
        using var flow = NewFlow("{key: [key], expected: {key: total}, at-least: 75%, count: 2}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Push(3, ("key", "a"), ("total", 5L));
        await flow.Rest();
        flow.Restart();
        flow.Sets().ShouldBeEmpty();
        await flow.Push(4, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 2 3 4"]);
    }

    [Fact]
    public async Task Number_of_members_is_that_of_the_entries_of_a_directory_also_when_it_is_there_after_the_members()
    {
        using var flow = NewFlow("{key: [key], expected: {directory: \"raw/{key}\", pattern: \"{number}.bin\", refresh: 1m}, deadline: 1h}");
        await flow.Push(1, ("key", "a"));
        await flow.Push(2, ("key", "a"));
        await flow.Advance(Minute);
        flow.Sets().ShouldBeEmpty();
        Directory.CreateDirectory(flow.PathOf("raw/a"));
        foreach (var name in new[] { "1.bin", "2.bin", "notes.txt" })
            await File.WriteAllTextAsync(flow.PathOf($"raw/a/{name}"), "", TestContext.Current.CancellationToken);
        await flow.Advance(Minute);
        flow.Sets().ShouldBe(["a/1: 1 2"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_are_listed_in_order_in_a_file_of_their_content(bool keeps)
    {
        using var flow = NewFlow("{key: [key], count: 3, list: \"{path}\", list-order: value, list-file: \"lists/{key}-{hash}.json\", late: amend}", keeps);
        foreach (var (number, path) in new[] { (1, "/c.tif"), (2, "/a.tif"), (3, "/b.tif"), (4, "/ä.tif") })
            await flow.Push(number, ("key", "k"), ("path", path));
        await flow.Rest();
        var lists = flow.Emitted.Select(static message => message.Metadata.TryGet("memberList", out var list) ? list.ToString() : "").ToList();
        lists.Select(File.ReadAllText).ShouldBe(["[\"/a.tif\",\"/b.tif\",\"/c.tif\"]\n", "[\"/a.tif\",\"/b.tif\",\"/c.tif\",\"/ä.tif\"]\n"]);
        Directory.GetFiles(flow.PathOf("lists"), "*").Order().ShouldBe(lists.Order());
        flow.Emitted.Exists(static message => message.Metadata.TryGet("members", out _)).ShouldBeFalse();
    }

    [Fact]
    public async Task List_that_cannot_be_written_is_written_later()
    {
        using var flow = NewFlow("{key: [key], count: 1, list-file: \"lists/{hash}.json\"}");
        await File.WriteAllTextAsync(flow.PathOf("lists"), "in the way", TestContext.Current.CancellationToken);
        await flow.Push(1, ("key", "a"));
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        File.Delete(flow.PathOf("lists"));
        await flow.Advance(TimeSpan.FromSeconds(6));
        flow.Sets().ShouldBe(["a/1: 1"]);
    }

    [Fact]
    public async Task Hundred_tables_of_a_day_that_are_extracted_in_any_order_make_the_day_once()
    {
        using var flow = NewFlow("{key: [day], member: [file], ready-when: \"status = 'extracted'\", count: 100, deadline: 1d}");
        var events = Enumerable.Range(0, 100).SelectMany(static file => new[] { (3, file, "added"), (3, file, "extracted"), (4, file, "added"), (3, file, "extracted") }).ToArray();
        new Random(3).Shuffle(events);
        for (var number = 0; number < events.Length; number++)
        {
            var (day, file, status) = events[number];
            await flow.Push(number, ("day", $"2018-06-0{day}"), ("key", $"{day}"), ("file", $"{file}.csv"), ("status", status));
        }

        await flow.Rest();
        flow.Sets().Count.ShouldBe(1);
        flow.Emitted[0].Metadata.TryGet("day", out var of).ShouldBeTrue();
        of.ToString().ShouldBe("2018-06-03");
        flow.Emitted[0].Inputs.Length.ShouldBe(100);
    }

    [Fact]
    public async Task Collection_of_eight_thousand_datasets_leaves_when_the_last_of_them_has_its_metadata()
    {
        const int Datasets = 8_000;
        using var flow = NewFlow("{key: [key], member: [dataset], ready-when: \"Height is not null\", expected: {key: datasets}, deadline: 1d}");
        var order = Enumerable.Range(0, Datasets).ToArray();
        new Random(8).Shuffle(order);
        foreach (var dataset in order)
            await flow.Push(dataset, ("key", "plots"), ("dataset", (long)dataset), ("datasets", (long)Datasets));
        new Random(9).Shuffle(order);
        foreach (var dataset in order[..^1])
            await flow.Push(Datasets + dataset, ("key", "plots"), ("dataset", (long)dataset), ("Height", 1.5));
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        await flow.Push(Datasets + order[^1], ("key", "plots"), ("dataset", (long)order[^1]), ("Height", 0.5));
        await flow.Rest();
        flow.Sets().Count.ShouldBe(1);
        flow.Emitted[0].Inputs.Length.ShouldBe(Datasets);
        flow.Emitted[0].Metadata.TryGet("complete", out var complete).ShouldBeTrue();
        complete.ShouldBe(true);
    }

    /// <summary>Rows of sets and members that are there.</summary>
    private protected virtual int Remembered(CollectFlow flow) => flow.Host.Store.Open().ReadItems("fold/plan/1:collect").Count(static item => item.Key[0] != '/');
}
