using Windrow.Core.Configuration;

namespace Windrow.Core.PlugIns.Publish;

/// <summary>Options of the <c>publish</c> sink.</summary>
public sealed class PublishOptions
{
    public static readonly OptionSet<PublishOptions> Set = new OptionSet<PublishOptions>("publish")
        .Text("path", static o => o.Path, static (o, v) => o.Path = v, "File to append to; '-' is standard output.", example: "products.jsonl")
        .TextList("keys", static o => o.Keys, static (o, v) => o.Keys = v, "Metadata to publish beside what identifies the message; for GRIB fields any key of ecCodes.", example: "[gridType, numberOfPoints]");

    public string Path { get; set; } = "-";

    public IReadOnlyList<string> Keys { get; set; } = [];
}
