using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Encode;

/// <summary>How fields are encoded: multio's options, which stand in the action itself or below <c>encoding</c>, and our own.</summary>
public class EncodingOptions
{
    public static readonly OptionSet<EncodingOptions> Set = Declare(new OptionSet<EncodingOptions>("the encoding of encode"));

    // ecCodes has the last word, and a later one may know others: so what is not here is a warning.
    private static readonly string[] PackingTypes =
    [
        "grid_simple", "grid_ccsds", "grid_jpeg", "grid_png", "grid_ieee", "grid_complex", "grid_complex_spatial_differencing",
        "grid_second_order", "grid_second_order_SPD1", "grid_second_order_SPD2", "grid_second_order_SPD3", "grid_second_order_no_SPD",
        "grid_second_order_boustrophedonic", "grid_second_order_no_boustrophedonic", "grid_second_order_constant_width",
        "grid_second_order_row_by_row", "grid_second_order_general_grib1", "grid_simple_matrix", "grid_simple_log_preprocessing",
        "spectral_simple", "spectral_complex", "spectral_ieee", "bifourier_complex",
    ];

    public EncodeFormat Format { get; set; }

    /// <summary>A GRIB file whose first message fields are encoded on.</summary>
    public string? Template { get; set; }

    /// <summary>One of ecCodes' samples.</summary>
    public string? Sample { get; set; }

    public string? PackingType { get; set; }

    public int? BitsPerValue { get; set; }

    /// <summary>A name of <see cref="OrcaGrid"/>.</summary>
    public string? UnstructuredGridType { get; set; }

    public string? GridDownloaderTemplate { get; set; }

    /// <summary>ecCodes keys, set first and in this order.</summary>
    public IReadOnlyList<(string Key, MetadataValue Value)> Overwrite { get; private set; } = [];

    /// <summary>Goes over the metadata of every message.</summary>
    public Metadata AdditionalMetadata { get; private set; } = Metadata.Empty;

    protected static OptionSet<T> Declare<T>(OptionSet<T> set)
        where T : EncodingOptions, new() => set
        .Choice("format", static o => o.Format, static (o, v) => o.Format = v, "'grib' encodes, 'raw' passes fields on as they are.", [("grib", EncodeFormat.Grib), ("raw", EncodeFormat.Raw)])
        .Text("template", static o => o.Template, static (o, v) => o.Template = v, "A GRIB file whose first message is the base of what is encoded. Without it, fields that came from GRIB are encoded on the header of the message they came from.", example: "template.grib")
        .Text("sample", static o => o.Sample, static (o, v) => o.Sample = v, "A sample of ecCodes as the base, instead of a template.", example: "regular_ll_sfc_grib2")
        .Node("overwrite", static (o, v) => o.OverwriteNode = v, "ecCodes keys to set first, in this order; a mapping or a list of mappings. A key that the message does not have is an error.", example: "{centre: ecmf, tablesVersion: 30}")
        .Node("additional-metadata", static (o, v) => o.AdditionalNode = v, "Metadata that is used as if every message had it.", example: "{expver: test}", aliases: ["run"])
        .Text("packing-type", static o => o.PackingType, static (o, v) => o.PackingType = v, "How values are packed, by ecCodes' names; otherwise as in the base.", example: "grid_ccsds")
        .Integer("bits-per-value", static o => o.BitsPerValue, static (o, v) => o.BitsPerValue = v, "Bits per packed value; otherwise those of the base, or 16 where it has none.", min: 1, max: 64, example: "16")
        .Text("atlas-named-grid", static o => o.NamedGridText, static (o, v) => o.NamedGridText = v, "The grid of the fields by its name: F<n>, N<n>, O<n>, L<nx>x<ny>, H<n> or dx/dy. It takes the place of the grid of the base.", example: "O320")
        .Text("unstructured-grid-type", static o => o.UnstructuredGridType, static (o, v) => o.UnstructuredGridType = v, "The grid of ocean fields, by its name: ORCA2, ORCA1, ORCA025, ORCA12, eORCA1, eORCA025 or eORCA12; the arrangement comes from 'unstructuredGridSubtype' or 'domain'.", example: "eORCA025")
        .Text("grid-downloader-template", static o => o.GridDownloaderTemplate, static (o, v) => o.GridDownloaderTemplate = v, "multio's template for the coordinates of ORCA grids, which it loads from ECMWF. It is read over: coordinates are not emitted.")
        .Check(static (o, report) => o.Resolve(report));

    /// <summary>Takes the place of the base's grid.</summary>
    internal RowGrid? NamedGrid { get; private set; }

    private string? NamedGridText { get; set; }

    private ConfigNode? OverwriteNode { get; set; }

    private ConfigNode? AdditionalNode { get; set; }

    private void Resolve(OptionReport report)
    {
        if (NamedGridText is { } named)
        {
            if (GridNames.TryFind(named, null, out var found, out var defect))
                NamedGrid = found;
            else
                report.Error("atlas-named-grid", defect!, $"write one of {GridNames.Known}", Rules.BadText);
        }

        if (UnstructuredGridType is { } grid && !OrcaGrid.Names.Contains(grid))
            report.Error("unstructured-grid-type", $"there is no ocean grid '{grid}'{Suggestion.Clause(grid, OrcaGrid.Names)}", $"grids are {string.Join(", ", OrcaGrid.Names)}");
        if (GridDownloaderTemplate is not null)
            report.Warning("grid-downloader-template", "the coordinates of ORCA grids are not emitted: they lie on a server of ECMWF's", "remove it, or write the coordinates once with the model", Rules.NotYet);
        if (Template is not null && Sample is not null)
            report.Error("sample", "there is a 'template' as well", "keep one of them: either is the base");
        if (PackingType is not null && !PackingTypes.Contains(PackingType))
            report.Warning("packing-type", $"'{PackingType}' is not among ecCodes' packing types{Suggestion.Clause(PackingType, PackingTypes)}", "ecCodes is asked all the same, and what it refuses is a dead letter", Rules.UnknownChoice);
        AdditionalMetadata = AdditionalNode switch
        {
            null => Metadata.Empty,
            MappingNode map => NodeValue.OfMapping(map),
            var other => Wrong(report, "additional-metadata", other),
        };
        var keys = new List<(string, MetadataValue)>();
        foreach (var node in OverwriteNode is SequenceNode list ? list.Items : OverwriteNode is { } one ? [one] : [])
        {
            if (node is MappingNode map)
                AddKeys(report, map, keys);
            else
                Wrong(report, "overwrite", node);
        }

        Overwrite = keys;
    }

    private static void AddKeys(OptionReport report, MappingNode map, List<(string, MetadataValue)> keys)
    {
        foreach (var entry in map.Entries)
        {
            var value = NodeValue.Of(entry.Value);
            if (value.Type is MetadataType.Bool or MetadataType.Int64 or MetadataType.Double or MetadataType.String)
                keys.Add((entry.Name, value));
            else
                report.Diagnostics.Error(Rules.WrongType, entry.Value, $"the key '{entry.Name}' is set to {entry.Value.Describe()}", "write a number or a text; 'missing' sets all octets of the key to ones");
        }
    }

    private static Metadata Wrong(OptionReport report, string option, ConfigNode node)
    {
        report.Diagnostics.Error(Rules.WrongType, node, $"'{option}' is a mapping, this is {node.Describe()}", $"write '{option}: {{key: value}}'");
        return Metadata.Empty;
    }
}
