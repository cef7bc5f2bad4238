using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>Makes a flow of a gatherer's configuration: messages come, each file is told its slot, slots are collected, and what is whole or at its time-out is published.</summary>
internal sealed class GathererTranslation(MappingNode root, DiagnosticBag diagnostics)
{
    private const double UsualTimeliness = 1200; // seconds
    private const double UsualTolerance = 30; // seconds

    private static readonly string[] Known =
    [
        "patterns", "posttroll", "timeliness", "time_name", "time_tolerance", "group_by_minutes", "keep_parsed_keys", "bundle_datasets", "providing_server", "all_files_are_local",
        "num_files_premature_publish", "check_existing_files_after_start", "critical_files_required",
    ];

    private static readonly string[] KnownOfPosttroll = ["topics", "publish_topic", "publish_port", "nameservers", "addresses", "services", "nameserver"];

    private readonly SourceLocation _at = root.Location;
    private readonly GathererNodes _nodes = new(root, diagnostics);

    public MappingNode Flow(string name)
    {
        GathererNodes.WarnOfUnknown(root, "a gatherer's configuration", Known, diagnostics);
        if (root["posttroll"] is not MappingNode posttroll)
        {
            diagnostics.Error(Rules.MissingOption, root["posttroll"] ?? root, "nothing says where messages come from and go to", "write 'posttroll:' and below it 'topics: [/segment]' and 'publish_topic: /slot'");
            posttroll = new MappingNode([], _at);
        }

        GathererNodes.WarnOfUnknown(posttroll, "'posttroll'", KnownOfPosttroll, diagnostics);

        // What is wrong with the patterns is told by the action that has them.
        var patterns = new SegmentPatternReader(new DiagnosticBag()).Read(root["patterns"]);
        var peers = new GathererPeers(posttroll, diagnostics, _at);
        var plan = Map(
            Entry("name", "gather"),
            new ConfigEntry(Text("actions"), new SequenceNode([Segment(), Collect(patterns), Slot(), peers.Sink(Names, IsDataset ? "dataset" : "collection")], _at)));
        return Map(
            Entry("flow", name),
            new ConfigEntry(Text("sources"), new SequenceNode([peers.Source()], _at)),
            new ConfigEntry(Text("plans"), new SequenceNode([plan], _at)));
    }

    private IReadOnlyList<string> Names => root["patterns"] is MappingNode patterns ? [.. patterns.Entries.Select(static entry => entry.Name)] : [];

    private bool IsDataset => Names.Count <= 1 || _nodes.Flag("bundle_datasets");

    private MappingNode Segment()
    {
        var entries = new List<ConfigEntry> { Entry("type", "segment"), new(Text("stage"), Map(Entry("queue", "durable"))), new(Text("patterns"), root["patterns"]!) };
        Copy("time_name", "time-name", entries);
        Copy("group_by_minutes", "group-by-minutes", entries);
        if (_nodes.Texts("keep_parsed_keys") is { Count: > 0 } kept)
            entries.Add(new ConfigEntry(Text("keep-parsed-keys"), Texts(kept)));
        Copy("providing_server", "providing-server", entries);
        if (_nodes.Flag("all_files_are_local"))
            entries.Add(new ConfigEntry(Text("local-files"), ScalarNode.Of(true, _at)));
        if (_nodes.Flag("check_existing_files_after_start"))
            entries.Add(new ConfigEntry(Text("existing-files"), ScalarNode.Of(true, _at)));
        return new MappingNode(entries, _at);
    }

    private MappingNode Collect(IReadOnlyList<SegmentPattern> patterns)
    {
        var requiresCritical = _nodes.Flag("critical_files_required");
        var (critical, wanted) = (new List<ConfigNode>(), new List<ConfigNode>());
        foreach (var pattern in patterns)
        {
            IEnumerable<string> needed = pattern.IsCritical ? pattern.Critical.Union(pattern.Wanted) : requiresCritical ? pattern.Critical : [];
            AddTier(critical, pattern, [.. needed]);
            AddTier(wanted, pattern, pattern.IsCritical ? [] : [.. pattern.Critical.Union(pattern.Wanted).Except(needed)]);
        }

        // Files of one time and of another satellite are another slot; of several patterns only the time is the same.
        string[] key = patterns is [{ Common.Count: > 0 }] ? [GathererKeys.Slot.Name, GathererKeys.Common.Name] : [GathererKeys.Slot.Name];
        var entries = new List<ConfigEntry>
        {
            Entry("type", "collect"),
            new(Text("key"), Texts(key)),
            new(Text("member"), Texts([GathererKeys.Set.Name, GathererKeys.Segment.Name])),
        };
        if (critical.Count > 0)
            entries.Add(new ConfigEntry(Text("critical"), new SequenceNode(critical, _at)));
        if (wanted.Count > 0)
            entries.Add(new ConfigEntry(Text("wanted"), new SequenceNode(wanted, _at)));

        // With critical ones alone a set would wait for its deadline.
        if (wanted.Count == 0)
            entries.Add(new ConfigEntry(Text("count"), ScalarNode.Of(1, _at)));
        if (Early() is { } early)
        {
            entries.Add(new ConfigEntry(Text("early"), ScalarNode.Of(early, _at)));
            if (patterns.Count > 1)
                entries.Add(Entry("early-per", GathererKeys.Set.Name));
        }

        if (_nodes.Number("time_tolerance", -1) is not 0 and var tolerance)
            entries.Add(Entry("tolerance", Seconds(tolerance ?? UsualTolerance)));
        entries.Add(Entry("deadline", Seconds(_nodes.Number("timeliness", 0) ?? UsualTimeliness)));
        entries.Add(new ConfigEntry(Text("hand-over"), Texts(["*"])));
        return new MappingNode(entries, _at);
    }

    // Nothing and -1 are never, as in pytroll-collectors.
    private long? Early()
    {
        if (_nodes.Number("num_files_premature_publish", double.NegativeInfinity) is not { } number || number is -1 or 0)
            return null;
        if (number > 0 && number <= int.MaxValue && number == Math.Truncate(number))
            return (long)number;
        diagnostics.Error(Rules.WrongType, root["num_files_premature_publish"]!, $"'num_files_premature_publish' is a number of files, this is {root["num_files_premature_publish"]!.Describe()}", "write for example 'num_files_premature_publish: 20', or -1 for never");
        return null;
    }

    private void AddTier(List<ConfigNode> tier, SegmentPattern pattern, IReadOnlyList<string> segments)
    {
        if (segments.Count > 0)
            tier.Add(Map(Entry(GathererKeys.Set.Name, pattern.Name), new ConfigEntry(Text(GathererKeys.Segment.Name), Texts(segments))));
    }

    private MappingNode Slot()
    {
        var entries = new List<ConfigEntry> { Entry("type", "slot"), new(Text("sets"), Texts(Names)) };
        if (Names.Count > 1 && IsDataset)
            entries.Add(new ConfigEntry(Text("bundle"), ScalarNode.Of(true, _at)));
        return new MappingNode(entries, _at);
    }

    private void Copy(string from, string to, List<ConfigEntry> entries)
    {
        if (root[from] is { } node and not ScalarNode { IsNull: true })
            entries.Add(new ConfigEntry(Text(to), node));
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds}s");

    private ScalarNode Text(string text) => ScalarNode.Of(text, _at);

    private SequenceNode Texts(IEnumerable<string> texts) => new(texts.Select(Text), _at);

    private ConfigEntry Entry(string name, string value) => new(Text(name), Text(value));

    private MappingNode Map(params ConfigEntry[] entries) => new(entries, _at);
}
