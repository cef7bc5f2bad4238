namespace Windrow.Events.Tests.Gatherer;

/// <summary>What is wrong with a configuration is told at its place.</summary>
public sealed class GathererFileTests : GathererTest
{
    private const string Messaging = "\nposttroll: {topics: [/segment], publish_topic: /slot}";

    [Fact]
    public void Configuration_without_a_fault_is_told_nothing_of() => Problems(Patterns + Messaging).ShouldBe("");

    [Theory]
    [InlineData("patterns: {a: {pattern: \"{segment}.{time\"}}" + Messaging, "g.yaml:1:25: error", "the pattern is wrong at character")]
    [InlineData("patterns: {a: {pattern: \"{segment}\", wanted_files: \"1,2\"}}" + Messaging, "g.yaml:1:52: error", "'1' has no colon")]
    [InlineData("patterns: {a: {pattern: \"{segment}\", wanted_files: \":8-1\"}}" + Messaging, "g.yaml:1:52: error", "the range 8-1 is empty")]
    [InlineData("patterns: {a: {pattern: \"{segment}\", wanted_files: \":1-99999999\"}}" + Messaging, "g.yaml:1:52: error", "more than 10000")]
    [InlineData("patterns: {a: {pattern: \"{name}\", wanted_files: \":1\"}}" + Messaging, "g.yaml:1:15: error", "neither {channel_name} nor {segment}")]
    [InlineData("patterns: {a: {pattern: \"{segment}\", wanted_files: \":1\", wanted_file: \":2\"}}" + Messaging, "g.yaml:1:58: warning", "did you mean 'wanted_files'?")]
    [InlineData("patterns: {a: {pattern: \"{segment}\", all_files: \":1\"}}" + Messaging, "g.yaml:1:15: warning", "nothing of 'a' is waited for")]
    [InlineData("patterns: {a: {wanted_files: \":1\"}}" + Messaging, "g.yaml:1:15: error", "there is no 'pattern'")]
    [InlineData("patterns: {a: {pattern: x, is_critical_set: maybe}}" + Messaging, "g.yaml:1:45: error", "'is_critical_set' is true or false")]
    [InlineData("patterns: {a: {pattern: x, start_time_pattern: {start_time: noon}}}" + Messaging, "g.yaml:1:61: error", "no time of day")]
    [InlineData("patterns: {a: {pattern: x}}\ntimeliness: soon" + Messaging, "g.yaml:2:13: error", "'timeliness' is a number above 0")]
    [InlineData("patterns: {a: {pattern: x}}\ngroup_by_minutes: 0" + Messaging, "g.yaml:2:19: error", "group-by-minutes")]
    [InlineData("patterns: {a: {pattern: x}}\nnum_files_premature_publish: 2.5" + Messaging, "g.yaml:2:30: error", "is a number of files")]
    [InlineData("patterns: {a: {pattern: x}}\nposttroll: {publish_topic: /slot}", "g.yaml:2:12: error", "which messages to take")]
    [InlineData("patterns: {a: {pattern: x}}\nposttroll: {topics: [/a]}", "g.yaml:2:12: error", "under which subject")]
    [InlineData("patterns: {a: {pattern: x}}\nposttroll: {topics: [/a], publish_topic: \"/{a\"}", "g.yaml:2:42: error", "subject")]
    [InlineData("patterns: {a: {pattern: x}}\nposttroll: {topics: [/a], publish_topic: /a, publish_port: 99999}", "g.yaml:2:60: error", "port")]
    public void What_is_wrong_is_told_at_its_place(string yaml, string where, string what)
    {
        var problems = Problems(yaml);
        problems.ShouldContain(where);
        problems.ShouldContain(what);
        problems.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, problems);
    }
}
