using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Debug;

/// <summary>Options of the <c>debug-sink</c>.</summary>
public sealed class DebugOptions
{
    public static readonly OptionSet<DebugOptions> Set = new OptionSet<DebugOptions>("debug-sink")
        .Integer("maximum-count", static o => o.MaximumCount, static (o, v) => o.MaximumCount = v, "Messages that are kept; the oldest goes when one more comes.", min: 1, max: 1_000_000);

    public int MaximumCount { get; set; } = 1_000;
}
