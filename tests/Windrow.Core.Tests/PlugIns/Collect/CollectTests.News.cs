using Windrow.Core.Deliveries;
using Windrow.Core.Messages;

namespace Windrow.Core.Tests.PlugIns.Collect;

/// <content>Messages that tell something of members and have no key of a set, as a server's metadata events are.</content>
public abstract partial class CollectTests
{
    private const string Ready = "member: [file], ready-when: \"status = 'done' and size > 0\"";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_count_when_something_is_told_of_them_that_says_nothing_of_their_set(bool keeps)
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 2}}", keeps);
        await flow.Push(1, ("key", "a"), ("file", "x"));
        await flow.Push(2, ("key", "a"), ("file", "y"), ("status", "done"));
        await flow.Push(3, ("key", "b"), ("file", "z"));
        await flow.Push(4, ("file", "x"), ("size", 2L));
        await flow.Push(5, ("file", "x"), ("size", 2L));
        await flow.Push(6, ("file", "x"), ("colour", "red"));
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        flow.Source.Outcomes["4"].ShouldBe(Outcome.Absorbed);
        flow.Source.Outcomes["5"].ShouldBe(Outcome.Dropped);
        flow.Source.Outcomes["6"].ShouldBe(Outcome.Dropped);
        if (keeps)
            flow.Restart();
        await flow.Push(7, ("file", "y"), ("size", 1L));
        await flow.Push(8, ("file", "x"), ("status", "done"));
        await flow.Rest();

        // The members are the messages that brought them.
        flow.Sets().ShouldBe(["a/1: 1 2"]);
        flow.Dead.Count.ShouldBe(0);
        flow.IsRepeatable.ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_told_before_a_member_comes_waits_for_it_in_whichever_sets_it_comes_to(bool keeps)
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 2, remember: 1h}}", keeps);
        await flow.Push(1, ("file", "x"), ("status", "done"));
        await flow.Push(2, ("file", "x"), ("size", 2L));
        await flow.Push(3, ("file", "y"), ("status", "done"), ("size", 2L));
        await flow.Rest();
        if (keeps)
            flow.Restart();
        foreach (var (number, key, file) in new[] { (4, "a", "x"), (5, "a", "y"), (6, "b", "y"), (7, "b", "x") })
            await flow.Push(number, ("key", key), ("file", file), ("status", "new"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 4 5", "b/1: 6 7"]);
    }

    [Fact]
    public async Task What_is_told_of_members_that_do_not_come_is_forgotten_after_its_time()
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 1, deadline: 5m, remember: 10m}}");
        await flow.Push(1, ("file", "x"), ("status", "done"), ("size", 2L));
        await flow.Push(2, ("file", "y"), ("status", "done"), ("size", 2L));
        await flow.Advance(6 * Minute);
        await flow.Push(3, ("key", "a"), ("file", "x"));
        for (var i = 0; i < 6; i++)
            await flow.Advance(Minute);
        flow.Sets().ShouldBe(["a/1: 3"]);
        await flow.Push(4, ("key", "b"), ("file", "y"));
        for (var i = 0; i < 6; i++)
            await flow.Advance(Minute);
        flow.Sets().ShouldBe(["a/1: 3"]);
        for (var i = 0; i < 12; i++)
            await flow.Advance(Minute);
        RememberedNews(flow).ShouldBe(0);
        Remembered(flow).ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_told_with_a_part_of_the_key_is_for_sets_that_have_it(bool keeps)
    {
        using var flow = NewFlow($"{{key: [key, site], {Ready}, count: 1}}", keeps);
        await flow.Push(1, ("key", "a"), ("site", "north"), ("file", "x"));
        await flow.Push(2, ("key", "b"), ("site", "south"), ("file", "x"));
        await flow.Push(3, ("site", "south"), ("file", "x"), ("status", "done"), ("size", 1L));
        await flow.Push(4, ("site", "west"), ("file", "x"), ("status", "done"), ("size", 1L));
        await flow.Push(5, ("key", "c"), ("site", "south"), ("file", "x"));
        await flow.Push(6, ("key", "d"), ("site", "north"), ("file", "x"));
        await flow.Rest();
        flow.Sets().ShouldBe(["b/1: 2", "c/1: 5"]);
    }

    [Theory]
    [InlineData("ignore", "a/1: 1!")]
    [InlineData("amend", "a/1: 1!, a/2: 1 2!")]
    [InlineData("new-set", "a/1: 1!, a/1: 2!")]
    public async Task Member_of_which_it_is_told_when_its_set_has_left_is_late(string late, string expected)
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 3, deadline: 5m, late: {late}}}");
        await flow.Push(1, ("key", "a"), ("file", "x"), ("status", "done"), ("size", 1L));
        await flow.Push(2, ("key", "a"), ("file", "y"), ("status", "done"));
        await flow.Advance(6 * Minute);
        flow.Sets().ShouldBe(["a/1: 1!"]);
        await flow.Push(3, ("file", "y"), ("size", 1L));
        await flow.Push(4, ("file", "x"), ("size", 9L));
        await flow.Rest();
        flow.Restart();
        await flow.Advance(6 * Minute);
        string.Join(", ", flow.Sets()).ShouldBe(expected);
        flow.IsRepeatable.ShouldBeTrue();
        flow.Dead.Count.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Member_that_did_not_count_and_comes_again_when_its_set_has_left_begins_a_new_set(bool tells)
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 2, deadline: 5m, late: new-set, emit: members}}");
        await flow.Push(1, ("key", "a"), ("file", "x"), ("status", "done"), ("size", 1L));
        await flow.Push(2, ("key", "a"), ("file", "y"), ("status", "done"));
        await flow.Push(3, ("key", "a"), ("file", "z"));
        await flow.Advance(6 * Minute);
        if (tells)
            await flow.Push(4, ("file", "y"), ("size", 1L));
        else
            await flow.Push(2, ("key", "a"), ("file", "y"), ("size", 1L));
        await flow.Rest();
        flow.Restart();
        await flow.Push(5, ("file", "z"), ("size", 1L), ("status", "done"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1", "a/1: 2", "a/1: 3"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Members_come_out_as_they_came_when_it_was_told_that_they_count(bool keeps)
    {
        using var flow = NewFlow($"{{key: [key], {Ready}, count: 3, emit: members, late: amend}}", keeps);
        await flow.Push(1, ("key", "a"), ("file", "x"));
        await flow.Push(2, ("key", "a"), ("file", "y"));
        await flow.Push(3, ("file", "y"), ("status", "done"), ("size", 1L));
        await flow.Push(4, ("file", "x"), ("status", "done"));
        await flow.Push(5, ("key", "a"), ("file", "x"), ("size", 1L));
        await flow.Push(6, ("file", "z"), ("status", "done"), ("size", 1L));
        await flow.Push(7, ("key", "a"), ("file", "z"));
        await flow.Push(8, ("key", "a"), ("file", "late"), ("status", "done"), ("size", 1L));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 2", "a/1: 5", "a/1: 7", "a/2: 2", "a/2: 5", "a/2: 7", "a/2: 8"]);
    }

    [Fact]
    public async Task Listed_members_of_which_it_was_told_are_listed_as_they_came_and_are_in_also_after_a_start()
    {
        using var flow = NewFlow("{key: [key], member: [file], ready-when: \"status = 'done'\", expect: {file: [x, y]}, list: \"{path}\", list-order: value}");
        await flow.Push(1, ("key", "a"), ("file", "x"), ("path", "/x"));
        await flow.Push(2, ("file", "x"), ("status", "done"));
        await flow.Push(3, ("file", "y"), ("status", "done"));
        await flow.Rest();
        flow.Restart();
        await flow.Push(4, ("key", "a"), ("file", "y"), ("path", "/y"));
        await flow.Rest();
        flow.Sets().ShouldBe(["a/1: 1 4"]);
        flow.Emitted[0].Metadata.TryGet("members", out var members).ShouldBeTrue();
        members.ToString().ShouldBe("[\"/x\",\"/y\"]");
    }

    [Theory]
    [InlineData("{key: [key], member: [file], count: 2}")]
    [InlineData("{key: [key], member: [name], count: 2, ready-when: \"status = 'done'\"}")]
    public async Task Without_a_condition_and_members_a_message_without_the_key_is_a_dead_letter(string options)
    {
        using var flow = new CollectFlow(options, CollectKeeping.Memory);
        await flow.Push(1, ("file", "x"), ("status", "done"));
        await flow.Rest();
        flow.Dead.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Hundred_tables_of_a_day_are_extracted_as_events_without_the_day_say(bool restarts)
    {
        using var flow = NewFlow("{key: [day], member: [id], ready-when: \"event = 'metadata.added.file' and metadata.status = 'extracted'\", count: 100, deadline: 1d}");

        // As Clowder tells it: where a file belongs when it is added, and its id alone when an extractor has put metadata to it; all of it twice.
        var events = Enumerable.Range(0, 200).SelectMany(static file => new[] { (file, true), (file, true), (file, false), (file, false) }).ToArray();
        new Random(restarts ? 3 : 4).Shuffle(events);
        for (var number = 0; number < events.Length; number++)
        {
            var (file, isAdded) = events[number];
            if (isAdded)
                await flow.Push(number, ("day", $"2018-06-0{3 + (file / 100)}"), ("key", $"{file / 100}"), ("id", $"{file:x24}"), ("event", "dataset.file.added"));
            else if (file != 150)
                await flow.Push(number, ("id", $"{file:x24}"), ("event", "metadata.added.file"), ("resourceId", $"{file:x24}"), ("metadata", MetadataValue.Of(Metadata.From(("status", "extracted")))));
            if (restarts && number % 200 == 199)
            {
                await flow.Rest();
                flow.Restart();
            }
        }

        await flow.Rest();
        flow.Sets().Count.ShouldBe(1);
        flow.Emitted[0].Metadata.TryGet("day", out var day).ShouldBeTrue();
        day.ToString().ShouldBe("2018-06-03");
        flow.Emitted[0].Inputs.Length.ShouldBe(100);
        flow.IsRepeatable.ShouldBeTrue();
    }

    [Fact]
    public async Task All_eight_thousand_datasets_have_metadata_as_events_say_that_know_no_collection()
    {
        const int Datasets = 8_000;
        using var flow = NewFlow("{key: [key], member: [datasetId], ready-when: \"metadata.Height is not null\", expected: 8000, deadline: 1d}");
        var events = Enumerable.Range(0, 2 * Datasets).ToArray();
        new Random(8).Shuffle(events);
        var last = events.Last(static number => number >= Datasets);
        foreach (var number in events.Where(number => number != last))
            await Push(number);
        await flow.Rest();
        flow.Sets().ShouldBeEmpty();
        await Push(last);
        await flow.Rest();
        flow.Sets().Count.ShouldBe(1);
        flow.Emitted[0].Inputs.Length.ShouldBe(Datasets);

        Task Push(int number) => number < Datasets
            ? flow.Push(number, ("key", "plots"), ("datasetId", $"{number:x24}"))
            : flow.Push(number, ("datasetId", $"{number - Datasets:x24}"), ("metadata", MetadataValue.Of(Metadata.From(("Height", 1.5)))));
    }

    /// <summary>Members of which something is known that was told without the key of a set.</summary>
    private protected virtual int RememberedNews(CollectFlow flow) => flow.Host.Store.Open().ReadItems("fold/plan/1:collect").Count(static item => item.Key[0] == '~');
}
