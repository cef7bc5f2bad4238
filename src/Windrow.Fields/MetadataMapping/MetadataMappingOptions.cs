using Windrow.Core.Configuration;

namespace Windrow.Fields.MetadataMapping;

/// <summary>Options of the <c>metadata-mapping</c> action.</summary>
public sealed class MetadataMappingOptions
{
    public static readonly OptionSet<MetadataMappingOptions> Set = new OptionSet<MetadataMappingOptions>("metadata-mapping")
        .Text("mapping", static o => o.Mapping, static (o, v) => o.Mapping = v, "The file with the tables: 'mappings' say which metadata key chooses a row of 'data', and which columns of the row become metadata.", required: true, example: "metadata-mapping/nemo-to-grib.yaml")
        .Flag("enforce-match", static o => o.EnforceMatch, static (o, v) => o.EnforceMatch = v, "Whether a field that lacks the key, or for whose value there is no row, is an error; otherwise it passes unchanged.")
        .Flag("overwrite-existing", static o => o.OverwriteExisting, static (o, v) => o.OverwriteExisting = v, "Whether metadata that a field has already are replaced; otherwise they stay.");

    public string? Mapping { get; set; }

    public bool EnforceMatch { get; set; } = true;

    public bool OverwriteExisting { get; set; }
}
