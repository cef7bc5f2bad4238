using Windrow.Core.Configuration;

namespace Windrow.Fields.Scale;

/// <summary>Options of the <c>scale</c> action.</summary>
public sealed class ScaleOptions
{
    public static readonly OptionSet<ScaleOptions> Set = new OptionSet<ScaleOptions>("scale")
        .Number("factor", static o => o.Factor, static (o, v) => o.Factor = v, "Every value is multiplied by this.", example: "0.01")
        .Number("offset", static o => o.Offset, static (o, v) => o.Offset = v, "Added to every value after that.", example: "-273.15")
        .ListOf("custom-mappings", ScaleMappingOptions.Set, static (o, v) => o.Mappings = v, "Factors by parameter, which gives the field another parameter; others pass unchanged.")
        .Choice("preset-mappings", static o => o.Preset, static (o, v) => o.Preset = v, "Tables of parameters whose units differ between ECMWF and WMO; 'custom-mappings' go over them.", [("local-to-wmo", ScalePreset.LocalToWmo), ("wmo-to-local", ScalePreset.WmoToLocal)])
        .Check(static (o, report) => o.Resolve(report));

    public double Factor { get; set; } = 1;

    public double Offset { get; set; }

    public IReadOnlyList<ScaleMappingOptions> Mappings { get; set; } = [];

    public ScalePreset? Preset { get; set; }

    private void Resolve(OptionReport report)
    {
        if (Preset is null && Mappings.Count == 0 && Factor == 1 && Offset == 0)
            report.Warning("factor", "this 'scale' changes nothing");
        if (!double.IsFinite(Factor) || !double.IsFinite(Offset))
            report.Error("factor", "'factor' and 'offset' have to be finite", rule: Rules.OutOfRange);
        if ((Mappings.Count > 0 || Preset is not null) && (Factor != 1 || Offset != 0))
            report.Error("factor", "a factor for all fields stands beside factors by parameter", "use two 'scale' actions, one with each");
        foreach (var mapping in Mappings.CountBy(static mapping => mapping.From).Where(static count => count.Value > 1))
            report.Error("custom-mappings", $"parameter {mapping.Key} is mapped {mapping.Value} times", "keep one entry for each 'param-in'");
    }
}
