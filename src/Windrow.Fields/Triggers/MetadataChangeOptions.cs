using Windrow.Core.Configuration;

namespace Windrow.Fields.Triggers;

/// <summary>Options of <c>metadata-change</c>.</summary>
public sealed class MetadataChangeOptions : TriggerOptions
{
    public static readonly OptionSet<MetadataChangeOptions> Set = Declare(new OptionSet<MetadataChangeOptions>("metadata-change"))
        .TextList("values", static o => o.Values, static (o, v) => o.Values = v, "The values to tell, in their order. When messages have come to one, those before it are told; the rest is told at the end.", required: true, example: "[0, 24, 48]")
        .Check(static (o, report) =>
        {
            if (o.Values.Distinct(StringComparer.Ordinal).Count() < o.Values.Count)
                report.Error("values", "a value is listed twice", "list each once, in the order in which they come");
        });

    public IReadOnlyList<string> Values { get; set; } = [];
}
