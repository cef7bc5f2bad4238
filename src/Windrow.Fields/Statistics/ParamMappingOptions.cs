using Windrow.Core.Configuration;

namespace Windrow.Fields.Statistics;

/// <summary>One entry of <c>mapping-param</c>.</summary>
public sealed class ParamMappingOptions
{
    public static readonly OptionSet<ParamMappingOptions> Set = new OptionSet<ParamMappingOptions>("an entry of mapping-param")
        .Nested("where", ParamMappingCondition.Set, static (o, v) => o.Where = v, "Which outputs the entry is for.", required: true, example: "{param-is: \"167\", operation-is: average, output-frequency-is: 1d}")
        .Integer("map-to-param", static o => o.To, static (o, v) => o.To = v, "The paramId of the output.", required: true, min: 0, example: "228004");

    public ParamMappingCondition Where { get; set; } = new();

    public long? To { get; set; }
}
