using Windrow.Core.Configuration;

namespace Windrow.Fields.MetadataMapping;

/// <summary>One entry of <c>mappings</c>, as written.</summary>
internal sealed class MappingEntryOptions
{
    private static readonly Dictionary<string, string> None = [];

    public static readonly OptionSet<MappingEntryOptions> Set = new OptionSet<MappingEntryOptions>("an entry of mappings")
        .Map("match", static _ => null, static (o, v) => o.Match = v, "The metadata key whose value is looked for, and the column that it is looked for in; exactly one.", required: true, example: "{name: nemo-id}")
        .Map("map", static _ => null, static (o, v) => o.Map = v, "Metadata keys, and the columns that they get.", example: "{param: param-id}")
        .Map("optional-map", static _ => null, static (o, v) => o.OptionalMap = v, "The same, for columns that rows need not have.", example: "{typeOfLevel: level-type}")
        .Text("target-path", static o => o.TargetPath, static (o, v) => o.TargetPath = v, "Nested metadata that get the keys, such as 'encoder-overwrites'; they are made where a message lacks them.", example: "encoder-overwrites")
        .Check(static (o, report) =>
        {
            if (o.Match.Count != 1)
                report.Error("match", $"'match' holds {o.Match.Count} keys", "name exactly one: the metadata key and, as its value, the column");
        });

    public IReadOnlyDictionary<string, string> Match { get; set; } = None;

    public IReadOnlyDictionary<string, string> Map { get; set; } = None;

    public IReadOnlyDictionary<string, string> OptionalMap { get; set; } = None;

    public string? TargetPath { get; set; }

    public ConfigNode? Node { get; set; }
}
