using Windrow.Core.Configuration;

namespace Windrow.Events.Gatherer;

/// <summary>Options of the <c>slot</c> action.</summary>
public sealed class SlotOptions
{
    public static readonly OptionSet<SlotOptions> Set = new OptionSet<SlotOptions>("slot")
        .TextList("sets", static o => o.Sets, static (o, v) => o.Sets = v, "The names of the patterns that make a slot. Of one, 'dataset' lists the files; of several, 'collection' has a dataset for each.", required: true, example: "[msg]")
        .Flag("bundle", static o => o.Bundles, static (o, v) => o.Bundles = v, "Whether the files of several patterns are listed as one 'dataset'.", aliases: ["bundle_datasets"]);

    public IReadOnlyList<string> Sets { get; set; } = [];

    public bool Bundles { get; set; }
}
