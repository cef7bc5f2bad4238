using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Core.Patterns;

namespace Windrow.Core.PlugIns.Set;

/// <summary>Options of the <c>set</c> action.</summary>
public sealed class SetOptions
{
    public static readonly OptionSet<SetOptions> Set = new OptionSet<SetOptions>("set")
        .Node("values", static (o, v) => o.ValuesNode = v, "Metadata to set, with the types that YAML gives them.", example: "{expver: test, level: 500}")
        .Map("compose", static _ => null, static (o, v) => o.ComposeTexts = v, "Metadata to set to text that is composed of other metadata, by patterns.", example: "{title: \"{param} at {level} hPa\"}")
        .Map("copy", static _ => null, static (o, v) => o.Copy = v, "Metadata to set to the value of another key; nothing happens where that is absent.", example: "{name: shortName}")
        .TextList("remove", static o => o.Remove, static (o, v) => o.Remove = v, "Metadata to remove, after everything else.", example: "[scratch]")
        .Check(static (o, report) => o.Resolve(report));

    /// <summary>Fixed values.</summary>
    public Metadata Values { get; private set; } = Metadata.Empty;

    /// <summary>Keys and the patterns of their text.</summary>
    public IReadOnlyList<(MetadataKey Key, FilePattern Pattern)> Compose { get; private set; } = [];

    public IReadOnlyDictionary<string, string>? Copy { get; set; }

    public IReadOnlyList<string> Remove { get; set; } = [];

    private ConfigNode? ValuesNode { get; set; }

    private IReadOnlyDictionary<string, string>? ComposeTexts { get; set; }

    private void Resolve(OptionReport report)
    {
        if (ValuesNode is MappingNode map)
            Values = NodeValue.OfMapping(map);
        else if (ValuesNode is { } other)
            report.Error("values", $"'values' is a mapping, this is {other.Describe()}", "write 'values: {key: value}'", Rules.WrongType);
        var compose = new List<(MetadataKey, FilePattern)>();
        foreach (var (key, text) in ComposeTexts ?? new Dictionary<string, string>())
        {
            try
            {
                compose.Add((key, FilePattern.Parse(text)));
            }
            catch (PatternException exception)
            {
                report.Error("compose", $"the pattern of '{key}' is wrong at character {exception.Offset + 1}: {exception.Message}", rule: Rules.BadText);
            }
        }

        Compose = compose;
        if (Values.Count == 0 && compose.Count == 0 && Copy is null && Remove.Count == 0)
            report.Warning("values", "this 'set' changes nothing");
    }
}
