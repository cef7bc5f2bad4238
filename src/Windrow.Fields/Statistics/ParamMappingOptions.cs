using System.Globalization;
using Windrow.Core.Configuration;

namespace Windrow.Fields.Statistics;

/// <summary>One entry of <c>mapping-param</c>.</summary>
public sealed class ParamMappingOptions
{
    public static readonly OptionSet<ParamMappingOptions> Set = new OptionSet<ParamMappingOptions>("an entry of mapping-param")
        .Nested("where", ParamMappingCondition.Set, static (o, v) => o.Where = v, "Which outputs the entry is for.", required: true, example: "{param-is: \"167\", operation-is: average, output-frequency-is: 1d}")
        .Parsed("map-to-param", static _ => null, static (o, v) => o.Parse(v), "The paramId of the output.", required: true, example: "\"228004\"");

    public ParamMappingCondition Where { get; set; } = new();

    public long To { get; private set; }

    private string? Parse(string text)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var to))
            return "it is a paramId, which is a whole number";
        To = to;
        return null;
    }
}
