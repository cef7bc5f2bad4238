using Windrow.Core.Configuration;

namespace Windrow.Events.Trollflow;

/// <summary>What is known of an action that a later version brings: the class that it stands for, and that class's options.</summary>
internal sealed class LaterOptions
{
    public static readonly OptionSet<LaterOptions> Set = new OptionSet<LaterOptions>("an action of a later version")
        .Text("class", static o => o.Class, static (o, v) => o.Class = v, "The class of trollflow-sat that it stands for.", example: "trollflow_sat.satpy_resampler.Resampler")
        .Node("options", static (o, v) => o.Options = v, "The options of that class.", example: "{nprocs: 2}");

    public string Class { get; set; } = "";

    public ConfigNode? Options { get; set; }
}
