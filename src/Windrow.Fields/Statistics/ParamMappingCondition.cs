using Windrow.Core.Configuration;

namespace Windrow.Fields.Statistics;

/// <summary>The condition of an entry of <c>mapping-param</c>; all three have to be equal.</summary>
public sealed class ParamMappingCondition
{
    public static readonly OptionSet<ParamMappingCondition> Set = new OptionSet<ParamMappingCondition>("the condition of an entry of mapping-param")
        .Text("param-is", static o => o.Param, static (o, v) => o.Param = v, "The paramId, or param, of the input.", required: true, example: "\"167\"")
        .Text("operation-is", static o => o.Operation, static (o, v) => o.Operation = v, "The operation, as the output names it.", required: true, example: "average")
        .Text("output-frequency-is", static o => o.OutputFrequency, static (o, v) => o.OutputFrequency = v, "The output frequency, as it is written in the action.", required: true, example: "1d");

    public string? Param { get; set; }

    public string? Operation { get; set; }

    public string? OutputFrequency { get; set; }
}
