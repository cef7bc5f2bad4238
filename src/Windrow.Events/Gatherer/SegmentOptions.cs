using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>Options of the <c>segment</c> action.</summary>
public sealed class SegmentOptions
{
    public static readonly OptionSet<SegmentOptions> Set = new OptionSet<SegmentOptions>("segment")
        .Node("patterns", static (o, v) => o._patterns = v, "The kinds of files that make a slot, by their names, written as pytroll-collectors' segment gatherer has them. The first one that a message matches counts.", required: true, example: "{msg: {pattern: \"H-000-{platform:4s}__-{channel_name:_<9s}-{segment:_<9s}-{start_time:%Y%m%d%H%M}-__\", wanted_files: \"VIS006:000001-000008,:PRO\"}}", schema: SegmentPatternReader.WriteSchema)
        .Text("time-name", static o => o.TimeName, static (o, v) => o.TimeName = v, "What in the name of a file is the time of its slot.", aliases: ["time_name"])
        .Number("group-by-minutes", static o => o.GroupByMinutes, static (o, v) => o.GroupByMinutes = v, "Times of so many minutes are one slot.", min: 0.01, max: 525_600, example: "10", aliases: ["group_by_minutes"])
        .TextList("keep-parsed-keys", static o => o.Parsed, static (o, v) => o.Parsed = v, "Keys that are taken from a file's name although its message has them.", example: "[start_time]", aliases: ["keep_parsed_keys"])
        .Text("providing-server", static o => o.Server, static (o, v) => o.Server = v, "The host whose messages are taken; by default all.", example: "recv1", aliases: ["providing_server"])
        .Flag("local-files", static o => o.FilesAreLocal, static (o, v) => o.FilesAreLocal = v, "Whether files are at hand under their paths, whatever host their address names.")
        .Flag("existing-files", static o => o.LooksForFiles, static (o, v) => o.LooksForFiles = v, "Whether, when the first file comes, others of its slot are looked for in its directory, as their messages may have come while nobody listened.")
        .Check(static (o, report) => o.Patterns = new SegmentPatternReader(report.Diagnostics).Read(o._patterns));

    private ConfigNode? _patterns;

    public string TimeName { get; set; } = "start_time";

    public double? GroupByMinutes { get; set; }

    public IReadOnlyList<string> Parsed { get; set; } = [];

    public string? Server { get; set; }

    public bool FilesAreLocal { get; set; }

    public bool LooksForFiles { get; set; }

    internal IReadOnlyList<SegmentPattern> Patterns { get; private set; } = [];
}
