using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Publish;

/// <summary>Options of the <c>publish</c> sink.</summary>
public sealed class PublishOptions
{
    public static readonly OptionSet<PublishOptions> Set = new OptionSet<PublishOptions>("publish")
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "File to append to; '-' is standard output.", example: "products.jsonl")
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "For GRIB fields, the keys of ecCodes to publish; by default those that identify the field. Metadata set in the flow are always published.", example: "[shortName, level, step]");

    public string Path { get; set; } = "-";

    public IReadOnlyList<string> Keys { get; set; } = [];
}
