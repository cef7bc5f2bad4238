using System.Text.Json;
using Windrow.Core.Configuration;
using Windrow.Core.Patterns;

namespace Windrow.Events.Gatherer;

/// <summary>Reads <c>patterns</c> of a gatherer's configuration and reports what is wrong with them.</summary>
internal sealed class SegmentPatternReader(DiagnosticBag diagnostics)
{
    private static readonly string[] Known =
        ["pattern", "message_keys", "topic", "critical_files", "wanted_files", "all_files", "is_critical_set", "variable_tags", "keep_parsed_keys", "group_by_minutes", "time_name", "start_time_pattern"];

    private static readonly string[] Lists = ["critical_files", "wanted_files", "all_files"];

    private static readonly string[] KnownOfGrid = ["start_time", "end_time", "delta_time"];

    public IReadOnlyList<SegmentPattern> Read(ConfigNode? node)
    {
        if (node is not MappingNode { Entries.Count: > 0 } patterns)
        {
            if (node is not null)
                diagnostics.Error(Rules.WrongType, node, $"'patterns' is a mapping from names to patterns, this is {node.Describe()}", "write 'msg:' and below it 'pattern:'");
            return [];
        }

        return [.. patterns.Entries.Select(entry => Read(entry)).OfType<SegmentPattern>()];
    }

    /// <summary>Writes the JSON Schema of what is read here, as the members of an object. What is not known of a pattern is a warning of <c>check</c>.</summary>
    public static void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WritePropertyName("additionalProperties");
        var properties = string.Join(", ", Known.Select(static name => $"\"{name}\": {SchemaOf(name)}"));
        writer.WriteRawValue($$"""{"type": "object", "properties": { {{properties}} } }""");
    }

    private static string SchemaOf(string name) => name switch
    {
        "pattern" or "topic" or "time_name" => """{"type": "string"}""",
        "critical_files" or "wanted_files" or "all_files" => """{"type": ["string", "null"]}""",
        "is_critical_set" => """{"type": "boolean"}""",
        "group_by_minutes" => """{"type": "number"}""",
        "start_time_pattern" => """{"type": "object"}""",
        _ => "{}",
    };

    private SegmentPattern? Read(ConfigEntry entry)
    {
        if (entry.Value is not MappingNode node)
        {
            diagnostics.Error(Rules.WrongType, entry.Value, $"a pattern is a mapping, this is {entry.Value.Describe()}", "write 'pattern: \"…\"' below its name");
            return null;
        }

        GathererNodes.WarnOfUnknown(node, $"the pattern '{entry.Name}'", Known, diagnostics);
        var errors = diagnostics.ErrorCount;
        var nodes = new GathererNodes(node, diagnostics);
        var keys = nodes.Texts("message_keys");
        var pattern = new SegmentPattern
        {
            Name = entry.Name,
            Pattern = keys.Count > 0 ? null : Pattern(node, nodes),
            MessageKeys = keys,
            Topic = nodes.Text("topic"),
            IsCritical = nodes.Flag("is_critical_set"),
            Variable = nodes.Texts("variable_tags"),
            Parsed = nodes.Texts("keep_parsed_keys"),
            TimeName = nodes.Text("time_name"),
            GroupByMinutes = nodes.Number("group_by_minutes", above: 0),
            Grid = Grid(node["start_time_pattern"]),
        };
        var lists = Lists.Select(name => SegmentList.Read(node[name], name, diagnostics)).ToArray();
        if (diagnostics.ErrorCount > errors)
            return null;
        if (pattern.Pattern is { } names && !names.Fields.Contains("channel_name") && !names.Fields.Contains("segment") && lists.Any(static list => list.Any(static each => each is not ("", ""))))
        {
            diagnostics.Error(Rules.OptionCheck, node, $"segments are listed, and the pattern '{entry.Name}' has neither {{channel_name}} nor {{segment}} to tell them apart", "leave the lists out, or write the field into the pattern");
            return null;
        }

        try
        {
            pattern.Expect(lists[0], lists[1], lists[2]);
        }
        catch (PatternException exception)
        {
            diagnostics.Error(Rules.BadText, node, $"a segment of '{entry.Name}' is none of its pattern: {exception.Message}", "write segments as they stand in the names of the files");
            return null;
        }

        if (pattern.Critical.Count + pattern.Wanted.Count == 0)
            diagnostics.Warning(Rules.OptionCheck, node, $"nothing of '{entry.Name}' is waited for, as neither 'critical_files' nor 'wanted_files' lists anything", "list what a slot needs to be whole");
        return pattern;
    }

    private FilePattern? Pattern(MappingNode node, GathererNodes nodes)
    {
        if (nodes.Text("pattern") is not { } text)
        {
            diagnostics.Error(Rules.MissingOption, node, "there is no 'pattern'", "write 'pattern: \"…{channel_name:_<9s}-{segment:_<9s}-{start_time:%Y%m%d%H%M}…\"', or 'message_keys'");
            return null;
        }

        try
        {
            var pattern = FilePattern.Parse(text);
            _ = pattern.TryParse("", out _);
            return pattern;
        }
        catch (PatternException exception)
        {
            diagnostics.Error(Rules.BadText, node["pattern"]!, $"the pattern is wrong at character {exception.Offset + 1}: {exception.Message}", "correct it as trollsift documents patterns");
            return null;
        }
    }

    private SlotGrid? Grid(ConfigNode? node)
    {
        if (node is null or ScalarNode { IsNull: true })
            return null;
        if (node is not MappingNode grid)
        {
            diagnostics.Error(Rules.WrongType, node, $"'start_time_pattern' is a mapping, this is {node.Describe()}", "write 'start_time: \"06:00\"', 'end_time: \"18:00\"' and 'delta_time: \"01:00\"' below it");
            return null;
        }

        GathererNodes.WarnOfUnknown(grid, "'start_time_pattern'", KnownOfGrid, diagnostics);
        return new SlotGrid(Time(grid, "start_time", TimeSpan.Zero), Time(grid, "end_time", new TimeSpan(23, 59, 0)), Time(grid, "delta_time", TimeSpan.Zero));
    }

    private TimeSpan Time(MappingNode grid, string name, TimeSpan usual)
    {
        if (grid[name] is null or ScalarNode { IsNull: true })
            return usual;

        // Without quotes a reader of YAML 1.1 takes 6:30 for a number of minutes.
        if (grid[name] is ScalarNode { AsInt64: { } minutes } && minutes is >= 0 and < 1440)
            return TimeSpan.FromMinutes(minutes);
        if (grid[name] is ScalarNode scalar && SlotGrid.TryTime(scalar.Text, out var time))
            return time;
        diagnostics.Error(Rules.BadText, grid[name]!, $"'{name}' is no time of day", $"write '{name}: \"06:30\"'");
        return usual;
    }
}
