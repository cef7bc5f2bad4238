using System.Text.Json.Nodes;

namespace Windrow.Events.Tests.Gatherer;

/// <summary>Slots of forty files, however they come.</summary>
public sealed class GathererTests : GathererTest
{
    private const string First = "202601020300";
    private const string Second = "202601020315";

    [Theory]
    [InlineData("in order")]
    [InlineData("shuffled")]
    [InlineData("doubled")]
    public async Task Slots_are_published_once_with_all_their_files(string how)
    {
        using var gatherer = Gather(Patterns);
        Listen();
        List<string> names = [.. Slot(First), .. Slot(Second)];
        if (how == "doubled")
            names = [.. names, .. names];
        if (how != "in order")
            new Random(5).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(names));
        foreach (var name in names)
            Send(name);
        var slots = Slots(2);
        await Took(gatherer, names.Count);
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        foreach (var (slot, time) in slots.OrderBy(static slot => (string)slot["data"]!["start_time"]!, StringComparer.Ordinal).Zip([First, Second]))
        {
            ((string)slot["type"]!).ShouldBe("dataset");
            ((string)slot["subject"]!).ShouldBe("/slot/Meteosat-10");
            ((string)slot["version"]!).ShouldBe("v1.2");
            var data = slot["data"]!.AsObject();
            data.Select(static member => member.Key).Order().ShouldBe(["dataset", "orig_platform_name", "platform_name", "sensor", "start_time"]);
            ((string)data["start_time"]!).ShouldBe($"2026-01-02T03:{time[10..]}:00+00:00");
            data["sensor"]!.ToJsonString().ShouldBe("[\"seviri\"]");
            Uids(data["dataset"]).ShouldBe(names.Where(name => name.Contains(time, StringComparison.Ordinal)).Distinct());
            data["dataset"]![0]!.AsObject().Select(static member => member.Key).Order().ShouldBe(["uid", "uri"]);
        }

        gatherer.DeadLetters.ShouldBeEmpty();
        await gatherer.Drain();
    }

    [Fact]
    public async Task Slot_that_was_begun_before_a_restart_is_published_once()
    {
        var names = Slot(First);
        using (var gatherer = Gather(Patterns))
        {
            foreach (var name in names.Take(23))
                Send(name);
            await Took(gatherer, 23);
            await gatherer.StopAtOnce();
        }

        using var again = Gather(Patterns);
        Listen();
        foreach (var name in names.Skip(15))
            Send(name);
        Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(names);
        foreach (var name in names)
            Send(name);
        await Took(again, 25 + 40);
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        await again.Drain();
    }

    [Fact]
    public async Task What_is_late_or_of_no_slot_changes_nothing()
    {
        using var gatherer = Gather(Patterns);
        Listen();
        foreach (var name in Slot(First))
            Send(name);
        Slots(1);

        // In 'all_files' and not waited for; in no list; of another form; once more.
        Send(Name("HRV", "000001", First));
        Send(Name("WV_062", "000001", First));
        Send("something.else");
        Send(Name("", "PRO", First));
        foreach (var name in Slot(Second))
            Send(name);
        Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(Slot(Second));
        await Took(gatherer, 84);
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        gatherer.DeadLetters.ShouldBeEmpty();
        await gatherer.Drain();
    }

    [Fact]
    public async Task Slots_of_two_satellites_at_one_time_are_two()
    {
        using var gatherer = Gather(Patterns, topic: "/slot/{orig_platform_name}");
        Listen();
        foreach (var (one, other) in Slot(First).Zip(Slot(First, "MSG1")))
        {
            Send(one);
            Send(other);
        }

        var slots = Slots(2);
        slots.Select(static slot => (string)slot["subject"]!).ShouldBe(["/slot/MSG3", "/slot/MSG1"]);
        Uids(slots[0]["data"]!["dataset"]).ShouldBe(Slot(First));
        Uids(slots[1]["data"]!["dataset"]).ShouldBe(Slot(First, "MSG1"));
        await gatherer.Drain();
    }

    [Fact]
    public async Task Slot_without_critical_set_leaves_at_its_timeout_and_tells_what_is_missing()
    {
        using var gatherer = Gather(Patterns, "timeliness: 1.5");
        Listen();
        var came = Slot(First).Where(static name => !name.Contains("-000003___-", StringComparison.Ordinal) && !name.Contains("EPI", StringComparison.Ordinal)).ToList();
        foreach (var name in came)
            Send(name);
        Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(came);
        await gatherer.UntilLogged("leaves with 35 files, and 5 that were waited for have not come: :EPI, VIS006:000003, VIS008:000003, IR_016:000003, IR_108:000003");
        await gatherer.Drain();
    }

    [Theory]
    [InlineData("critical_files_required: true", false)]
    [InlineData("", true)]
    public async Task Slot_that_lacks_what_is_critical_is_dropped_and_told(string more, bool isCritical)
    {
        using var gatherer = Gather(isCritical ? Patterns + "\n    is_critical_set: true" : Patterns, $"timeliness: 1\n{more}");
        Listen();
        foreach (var name in Slot(First).SkipLast(1))
            Send(name);
        await gatherer.UntilLogged("is given up with 39 members; 1 that are listed are missing");
        foreach (var name in Slot(Second))
            Send(name);
        Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(Slot(Second));
        await gatherer.Drain();
    }

    [Theory]
    [InlineData("critical_files_required: true", false)]
    [InlineData("", true)]
    public async Task Slot_that_has_what_is_critical_does_not_wait_for_its_timeout(string more, bool isCritical)
    {
        using var gatherer = Gather(isCritical ? Patterns + "\n    is_critical_set: true" : Patterns, $"timeliness: 3600\n{more}");
        Listen();
        foreach (var name in Slot(First))
            Send(name);
        Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(Slot(First));
        await gatherer.Drain();
    }

    [Fact]
    public async Task Files_whose_messages_were_missed_are_found_beside_the_first_one()
    {
        var directory = Directory.CreateDirectory(Path.Combine(StateDirectory, "in")).FullName;
        Directory.CreateDirectory(Path.Combine(directory, Name("HRV", "000024", First)));
        foreach (var name in (string[])[.. Slot(First).Take(39), .. Slot(Second), .. Slot(First, "MSG1"), "other"])
        {
            if (!Path.Exists(Path.Combine(directory, name)))
                await File.WriteAllTextAsync(Path.Combine(directory, name), "", TestContext.Current.CancellationToken);
        }

        using var gatherer = Gather(Patterns, "check_existing_files_after_start: true");
        Listen();
        Send(Slot(First)[5], "\"platform_name\": \"Meteosat-10\", \"segment\": \"000005\", \"channel_name\": \"VIS006\", \"x\": 1", directory: "file://recv1" + directory);
        await Took(gatherer, 1);
        Send(Slot(First)[39], directory: directory);
        Send(Slot(First)[38], directory: directory);
        var data = Slots(1)[0]["data"]!;
        Uids(data["dataset"]).Order(StringComparer.Ordinal).ShouldBe(Slot(First).Order(StringComparer.Ordinal));
        data["dataset"]!.AsArray().Count(file => (string)file!["uri"]! == $"file://recv1{directory}/{(string)file["uid"]!}").ShouldBe(38);
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        await gatherer.Drain();
    }

    [Fact]
    public async Task Slot_leaves_early_once_and_again_when_it_is_whole()
    {
        var names = Slot(First);
        using (var gatherer = Gather(Patterns, "num_files_premature_publish: 20"))
        {
            Listen();
            foreach (var name in names.Take(20).Append(Name("HRV", "000001", First)))
                Send(name);
            Uids(Slots(1)[0]["data"]!["dataset"]).ShouldBe(names.Take(20));
            await Took(gatherer, 21);
            await gatherer.Drain();
            gatherer.Logs.ToString().ShouldNotContain("that were waited for have not come");
        }

        // Another process knows that it has left.
        using var again = Gather(Patterns, "num_files_premature_publish: 20");
        Listen();
        foreach (var name in names.Skip(20).SkipLast(1))
            Send(name);
        await Took(again, 19);
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        Send(names[^1]);
        Uids(Slots(1)[0]["data"]!["dataset"]).Order(StringComparer.Ordinal).ShouldBe(names.Append(Name("HRV", "000001", First)).Order(StringComparer.Ordinal));
        Slots(1, seconds: 0.5).ShouldBeEmpty();
        await again.Drain();
    }

    [Fact]
    public async Task Files_that_come_late_are_told_once_for_each_slot_and_counted()
    {
        using var gatherer = Gather(Patterns, "timeliness: 1");
        Listen();
        foreach (var name in Slot(First).SkipLast(3))
            Send(name);
        Slots(1);
        foreach (var name in Slot(First).TakeLast(4))
            Send(name);
        await Took(gatherer, 41);
        await gatherer.UntilLogged("msg/HRV:000023 came for the set");
        await gatherer.Until(() => gatherer.Host.Plans().SelectMany(static plan => plan.Actions).Any(static action => (action.Counters.Late, action.Counters.Dropped) == (3, 4)), "three late ones and a repetition are not counted");
        gatherer.Logs.ToString().Split("which has left at").Length.ShouldBe(2, gatherer.Logs.ToString());
        await gatherer.Drain();
    }

    private List<JsonObject> Slots(int count, double seconds) => [.. Peer.Receive(count, seconds: seconds).Select(Peer.Decode)];
}
