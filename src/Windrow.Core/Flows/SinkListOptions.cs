using Windrow.Core.Configuration;

namespace Windrow.Core.Flows;

/// <summary>multio's <c>sink</c> action: the sinks that a plan ends in.</summary>
public sealed class SinkListOptions
{
    public static readonly OptionSet<SinkListOptions> Set = new OptionSet<SinkListOptions>("sink")
        .Node("sinks", static (o, v) => o.Sinks = v, "The sinks; each gets every message, and the failure of one does not touch the others.", required: true, example: "[{type: file, path: out.grib}]", schema: FlowSchema.ListOf("sink"));

    public ConfigNode? Sinks { get; set; }
}
