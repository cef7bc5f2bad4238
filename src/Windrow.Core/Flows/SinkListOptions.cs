using Windrow.Core.Configuration;

namespace Windrow.Core.Flows;

/// <summary>multio's <c>sink</c> action: the sinks that a plan ends in.</summary>
public sealed class SinkListOptions
{
    public static readonly OptionSet<SinkListOptions> Set = new OptionSet<SinkListOptions>("sink")
        .Node("sinks", static (o, v) => o.Sinks = v, "The sinks; each gets every message, and the failure of one does not touch the others.", required: true, example: "[{type: file, path: out.grib}]", schema: FlowSchema.ListOf("sink"))
        .Node("triggers", static (o, v) => o.Triggers = v, "multio's triggers: sinks that tell others when the value of a key moves on. They stand beside the sinks.", example: "[{type: MetadataChange, key: step, values: [0, 24], file: events.jsonl}]", schema: FlowSchema.ListOf("sink"));

    public ConfigNode? Sinks { get; set; }

    public ConfigNode? Triggers { get; set; }
}
