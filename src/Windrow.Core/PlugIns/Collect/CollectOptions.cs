using Windrow.Core.Configuration;
using Windrow.Core.Filters;
using Windrow.Core.Filters.Cql2;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;
using Windrow.Core.PlugIns.Collect.Expected;

namespace Windrow.Core.PlugIns.Collect;

/// <summary>Options of the <c>collect</c> action.</summary>
public sealed partial class CollectOptions
{
    public static readonly OptionSet<CollectOptions> Set = new OptionSet<CollectOptions>("collect")
        .TextList("key", static o => o.Key, static (o, v) => o.Key = v, "Messages with equal values of these metadata keys belong to one set.", required: true, example: "[date, step]")
        .TextList("member", static o => o.Member, static (o, v) => o.Member = v, "Within a set, messages with equal values of these metadata keys are the same member: the first one is taken. Without it each message is a member, whose repetition is known by its id.", example: "[channel, segment]")
        .Duration("tolerance", static o => o.Tolerance, static (o, v) => o.Tolerance = v, "Keys that differ by less than this in a time are those of one set, whose key is that of its first member.", min: TimeSpan.FromMilliseconds(1), example: "30s")
        .Integer("count", static o => o.Count, static (o, v) => o.Count = (int)v, "The set is complete with this many members.", min: 1, example: "12")
        .Node("expected", static (o, v) => o._expected = v, "How many members the set is to have, where that is not the same for each: a number, or a mapping with 'key' (of the members' metadata), 'directory' and 'pattern' (as many as there are entries), or 'query' and 'database', and 'refresh'. As long as nothing says it the set is not complete.", example: "{directory: \"raw/{sensor}/{day}\", pattern: \"{time}.bin\"}")
        .Text("at-least", static o => o._atLeast, static (o, v) => o._atLeast = v, "The set is complete with this part of the 'expected' members.", example: "98%")
        .Text("ready-when", static o => o._readyWhen, static (o, v) => o._readyWhen = v, "A member counts, and is emitted, once this condition (CQL2 text) over its metadata holds. What comes for the same member until then adds to what is known of it; with the keys of 'member' alone, without those of 'key', it does so in every set that has the member.", example: "\"Height is not null\"")
        .Text("list", static o => o._list, static (o, v) => o._list = v, "What 'members' of the emitted set tells of each of them, with keys of its metadata in braces; by default where it came from.", example: "\"{file_path}\"")
        .Choice("list-order", static o => o.ListOrder, static (o, v) => o.ListOrder = v, "The order of 'members': as they came, or by what is told of them.", [("came", ListOrder.Came), ("value", ListOrder.Value)])
        .Text("list-file", static o => o._listFile, static (o, v) => o._listFile = v, "The list of the members is written to this file instead, as a JSON array if its name ends in '.json', otherwise a line each: keys of the set in braces, and '{hash}', which stands for its content. The file is there whole or not at all, and 'memberList' says where.", example: "\"lists/{sensor}-{day}-{hash}.json\"")
        .Node("expect", static (o, v) => o._expect = v, "The set is complete when these members have come: every combination of the listed values; of several mappings, those of each. The same as 'wanted'.", example: "{param: [t, u, v], level: [500, 850]}")
        .Node("critical", static (o, v) => o._critical = v, "Members without which the set is never emitted. With them it may be, at its deadline or when it is quiet.", example: "{segment: [PRO, EPI]}")
        .Node("wanted", static (o, v) => o._wanted = v, "Members with which, beside the critical ones, the set is complete and emitted at once.", example: "{channel: [VIS006, IR_108], segment: [1, 2, 3]}")
        .Node("all", static (o, v) => o._all = v, "Further members that belong to the set. A message that is in none of the tiers is then no member, and is dropped.", example: "{channel: [HRV], segment: [1, 2, 3]}")
        .Integer("early", static o => o.Early, static (o, v) => o.Early = (int)v, "The set is emitted once before it is complete, as it is and as revision 0, when it has this many of the members that it waits for, or this many members where none are listed. It stays open and leaves as any other.", min: 1, example: "20")
        .Text("early-per", static o => o.EarlyPer, static (o, v) => o.EarlyPer = v, "A key of the listed members: 'early' counts those of each of its values, and each has to have so many, or all of its own.", example: "channel")
        .Text("complete-when", static o => o._completeWhen, static (o, v) => o._completeWhen = v, "The set is complete when this condition (CQL2 text) holds too, over the key and 'count', 'missing', 'missingCritical', 'missingWanted', and in seconds 'age' (since the first member) and 'idle' (since the last).", example: "\"count >= 10 or count >= 8 and age > 300\"")
        .Duration("quiet", static o => o.Quiet, static (o, v) => o.Quiet = v, "A set is emitted when nothing new has come to it for so long, if no critical member is missing.", min: TimeSpan.FromMilliseconds(1), example: "2m")
        .Duration("deadline", static o => o.Deadline, static (o, v) => o.Deadline = v, "How long after its first member a set may stay open.", example: "10m")
        .Choice("on-deadline", static o => o.OnDeadline, static (o, v) => o.OnDeadline = v, "What becomes of a set that is incomplete at its deadline: emitted as it is if no critical member is missing (else it is dropped), dropped, or told in an alert while it waits on for as long as 'remember' says.", [("emit", DeadlinePolicy.Emit), ("drop", DeadlinePolicy.Drop), ("alert", DeadlinePolicy.Alert)])
        .Choice("late", static o => o.Late, static (o, v) => o.Late = v, "What becomes of a member that comes when its set is over: dropped, emitted with the whole set as its next revision, or the first one of a new set.", [("ignore", LatePolicy.Ignore), ("amend", LatePolicy.Amend), ("new-set", LatePolicy.NewSet)])
        .Duration("remember", static o => o.Remember, static (o, v) => o.Remember = v, "How long a set that is over is remembered, so that what comes late is known as late; and what was told of a member without the key of a set, for sets that the member comes to later.", example: "6h")
        .Choice("emit", static o => o.Emit, static (o, v) => o.Emit = v, "What comes out: one 'dataset' message that tells about the set, or its 'members' in the order in which they came.", [("dataset", CollectEmission.Dataset), ("members", CollectEmission.Members)])
        .TextList("hand-over", static o => o.HandOver, static (o, v) => o.HandOver = v, "The metadata of its members that a dataset lists in 'members', a map for each in the order in which they came, instead of where they came from; '*' is all.", example: "[uri, uid]")
        .Flag("shared", static o => o.Shared ?? false, static (o, v) => o.Shared = v, "Whether all processes of the flow gather into the same sets. By default they do where the flow has a name of an instance and its state in a database, but not with 'tolerance' or 'early'.")
        .Integer("maximum-open", static o => o.MaximumOpen, static (o, v) => o.MaximumOpen = (int)v, "Sets open at the same time; one more ends the oldest as if its deadline had come.", min: 1)
        .Integer("maximum-remembered", static o => o.MaximumRemembered, static (o, v) => o.MaximumRemembered = (int)v, "Sets that are over and remembered, and members of which something was told without the key of a set; one more makes the oldest forgotten.", min: 1)
        .Check(static (o, report) => o.Resolve(report));

    private ConfigNode? _expect;
    private ConfigNode? _critical;
    private ConfigNode? _wanted;
    private ConfigNode? _all;
    private ConfigNode? _expected;
    private string? _completeWhen;
    private string? _atLeast;
    private string? _readyWhen;
    private string? _list;
    private string? _listFile;

    public IReadOnlyList<string> Key { get; set; } = [];

    public IReadOnlyList<string> Member { get; set; } = [];

    public TimeSpan? Tolerance { get; set; }

    public int? Count { get; set; }

    public TimeSpan? Quiet { get; set; }

    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(10);

    public DeadlinePolicy OnDeadline { get; set; }

    public LatePolicy Late { get; set; }

    public TimeSpan Remember { get; set; } = TimeSpan.FromDays(1);

    public CollectEmission Emit { get; set; }

    public IReadOnlyList<string> HandOver { get; set; } = [];

    public bool? Shared { get; set; }

    /// <summary>Whether processes may have the sets in common: whose key is near another's is known only within one.</summary>
    internal bool MayShare => Shared ?? (Tolerance is null && Early is null);

    public int MaximumOpen { get; set; } = 10_000;

    public int MaximumRemembered { get; set; } = 100_000;

    /// <summary>How many members are expected; null: that is not given as a number.</summary>
    internal long? ExpectedCount { get; private set; }

    /// <summary>What tells how many members are expected; null: nothing, or a number does.</summary>
    internal ExpectedOptions? Expected { get; private set; }

    /// <summary>Which part of the expected members is enough, up to 1.</summary>
    internal decimal AtLeast { get; private set; } = 1;

    /// <summary>The condition over a member by which it counts; null: every one does.</summary>
    internal Filter? ReadyWhen { get; private set; }

    /// <summary>Whether messages without the key of a set may tell something new of its members.</summary>
    internal bool TakesNews => ReadyWhen is not null && Member.Count > 0;

    /// <summary>What is told of a member; null: where it came from.</summary>
    internal FilePattern? List { get; private set; }

    public ListOrder ListOrder { get; set; }

    /// <summary>Where the list of the members is written; null: it is in the message.</summary>
    internal FilePattern? ListFile { get; private set; }

    /// <summary>Whether something says how many members a set is to have.</summary>
    internal bool IsExpected => ExpectedCount is not null || Expected is not null;

    /// <summary>The condition over the set; null: none.</summary>
    internal Filter? When { get; private set; }

    /// <summary>What a dataset lists of a member; null: where it came from.</summary>
    internal Metadata? Handed(Metadata member)
    {
        if (HandOver.Count == 0)
            return null;
        if (HandOver.Contains("*"))
            return member.Materialise([]);
        var builder = new MetadataBuilder();
        foreach (var key in HandOver)
        {
            if (member.TryGet(key, out var value))
                builder.Set(key, value);
        }

        return builder.Build();
    }

    /// <summary>The members that are listed.</summary>
    internal ExpectedMembers Members { get; } = new();

    /// <summary>Whether what is not listed is no member.</summary>
    internal bool IsClosedList => _all is not null;

    private void Resolve(OptionReport report)
    {
        if (_expect is not null && _wanted is not null)
            report.Error("expect", "'expect' and 'wanted' say the same", "leave one of them out");
        Members.Read(report, "critical", Tier.Critical, _critical);
        Members.Read(report, "expect", Tier.Wanted, _expect);
        Members.Read(report, "wanted", Tier.Wanted, _wanted);
        Members.Read(report, "all", Tier.All, _all);
        ResolveExpected(report);
        ResolveList(report);
        if (Shared == true && Tolerance is not null)
            report.Error("shared", "whose key is near another's is known within one process only", "leave 'tolerance' out, or 'shared'");
        ResolveEarly(report);
        if (_readyWhen is not null)
            ReadyWhen = Parse(report, "ready-when", _readyWhen);
        if (_readyWhen is not null && Member.Count == 0)
            report.Warning("ready-when", "without 'member' each message is a member of its own, and nothing that comes later adds to it", "name the keys that tell the members apart, such as 'member: [dataset]'");
        if (_completeWhen is not null)
            When = ParseWhen(report, _completeWhen);
        if (Count is null && _expected is null && Members.Count == 0 && _completeWhen is null && Quiet is null)
            report.Error("count", "nothing says when a set is complete", "add 'count: 12', 'expect: {param: [t, u, v]}' or 'quiet: 5m'");
        if (HandOver.Count > 0 && Emit == CollectEmission.Members)
            report.Error("hand-over", "the members come out themselves, with all that they have", "leave 'hand-over' out, or 'emit: members'");
        if (Quiet >= Deadline)
            report.Error("quiet", "the deadline comes before the set can be quiet", "write a shorter time for 'quiet', or a longer one for 'deadline'");
    }

    private void ResolveExpected(OptionReport report)
    {
        if (_expected is ScalarNode number)
        {
            if (long.TryParse(number.Text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) && count > 0)
                ExpectedCount = count;
            else
                report.Error("expected", $"'{number.Text}' is no number of members", "write a whole number above 0, or a mapping with 'key', 'directory' or 'query'", Rules.WrongType);
        }
        else if (_expected is MappingNode map)
        {
            Expected = ExpectedOptions.Set.Bind(map, report.Diagnostics);
            foreach (var name in Expected?.Names.Where(name => !Key.Contains(name)) ?? [])
                report.Diagnostics.Error(Rules.OptionCheck, map[Expected!.Directory is null ? "query" : "directory"]!, $"'{{{name}}}' is no key of the set", $"there are: {string.Join(", ", Key)}");
        }
        else if (_expected is not null)
        {
            report.Error("expected", $"'expected' is a number or a mapping, this is {_expected.Describe()}", "write 'expected: 8000', or 'expected: {key: total}'", Rules.WrongType);
        }

        if (_atLeast is null)
            return;
        if (_expected is null)
            report.Error("at-least", "'at-least' is a part of the expected members, and nothing says how many those are", Count is { } all ? $"write 'expected: {all}' in place of 'count: {all}'" : "add 'expected', or write 'count'");
        var digits = _atLeast.EndsWith('%') ? _atLeast[..^1].TrimEnd() : "";
        if (decimal.TryParse(digits, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100)
            AtLeast = percent / 100;
        else
            report.Error("at-least", $"'{_atLeast}' is no percentage", "write for example '98%'", Rules.WrongType);
    }

    private void ResolveList(OptionReport report)
    {
        List = ParsePattern(report, "list", _list);
        ListFile = ParsePattern(report, "list-file", _listFile);
        if (List is { Fields: [] })
            report.Error("list", "it tells the same of every member, as there is no key in it", $"write keys in braces, such as \"{{{(Member is [var member, ..] ? member : "file_path")}}}\"");
        if (Emit == CollectEmission.Members && (_list ?? _listFile) is not null)
            report.Error(_list is null ? "list-file" : "list", "there is no list where the members themselves are emitted", "leave it out, or write 'emit: dataset'");
        if (HandOver.Count > 0 && _list is not null)
            report.Error("list", "'hand-over' says what is told of the members too", "leave one of them out");
        foreach (var field in ListFile?.Fields.Where(field => field != "hash" && !Key.Contains(field)) ?? [])
            report.Error("list-file", $"'{field}' is no key of the set", $"there are: {string.Join(", ", Key.Append("hash"))}");
        if (ListFile?.Fields.Contains("hash") == false)
            report.Error("list-file", "its name does not tell one content from another, so a later revision would overwrite a list that is being read", "add '{hash}' to it");
    }

    private static FilePattern? ParsePattern(OptionReport report, string option, string? text)
    {
        try
        {
            return text is null ? null : FilePattern.Parse(text);
        }
        catch (PatternException exception)
        {
            report.Error(option, exception.Message);
            return null;
        }
    }

    private Filter? ParseWhen(OptionReport report, string text)
    {
        if (Parse(report, "complete-when", text) is not { } filter)
            return null;
        var keys = new HashSet<MetadataKey>();
        filter.CollectKeys(keys);
        foreach (var unknown in keys.Where(key => !Completeness.Names.Contains(key.Name) && !Key.Contains(key.Name)))
            report.Error("complete-when", $"nothing of a set is called '{unknown.Name}'", $"there are: {string.Join(", ", Completeness.Names.Concat(Key))}");
        return filter;
    }

    private static Filter? Parse(OptionReport report, string option, string text)
    {
        var at = report.Mapping[option]!.Location;
        try
        {
            return Cql2Parser.Parse(text, new FilterSource(at.File, at.Line, at.Column));
        }
        catch (FilterSyntaxException exception)
        {
            report.Diagnostics.Error(Rules.FilterSyntax, new SourceLocation(at.File, exception.Source.Line, exception.Source.Column), exception.Problem, exception.Advice);
            return null;
        }
    }
}
