using Windrow.Core.Configuration;

namespace Windrow.Fields.Scale;

/// <summary>Options of the <c>scale</c> action.</summary>
public sealed class ScaleOptions
{
    public static readonly OptionSet<ScaleOptions> Set = new OptionSet<ScaleOptions>("scale")
        .Number("factor", static o => o.Factor, static (o, v) => o.Factor = v, "Every value is multiplied by this.", example: "0.01")
        .Number("offset", static o => o.Offset, static (o, v) => o.Offset = v, "Added to every value after that.", example: "-273.15")
        .ListOf("custom-mappings", ScaleMappingOptions.Set, static (o, v) => o.Mappings = v, "Factors by parameter, which gives the field another parameter; others pass unchanged.")
        .Text("preset-mappings", static _ => null, static (o, v) => o.Preset = v, "multio's tables local-to-wmo and wmo-to-local. Not in this version.", example: "local-to-wmo")
        .Check(static (o, report) => o.Resolve(report));

    public double Factor { get; set; } = 1;

    public double Offset { get; set; }

    public IReadOnlyList<ScaleMappingOptions> Mappings { get; set; } = [];

    private string? Preset { get; set; }

    private void Resolve(OptionReport report)
    {
        if (Preset is not null)
            report.Error("preset-mappings", "the tables 'local-to-wmo' and 'wmo-to-local' are not in this version", "write the parameters out under 'custom-mappings'", Rules.NotYet);
        else if (Mappings.Count == 0 && Factor == 1 && Offset == 0)
            report.Warning("factor", "this 'scale' changes nothing");
        if (!double.IsFinite(Factor) || !double.IsFinite(Offset))
            report.Error("factor", "'factor' and 'offset' have to be finite", rule: Rules.OutOfRange);
        if (Mappings.Count > 0 && (Factor != 1 || Offset != 0))
            report.Error("custom-mappings", "a factor for all fields stands beside factors by parameter", "use two 'scale' actions, one with each");
        foreach (var mapping in Mappings.CountBy(static mapping => mapping.From).Where(static count => count.Value > 1))
            report.Error("custom-mappings", $"parameter {mapping.Key} is mapped {mapping.Value} times", "keep one entry for each 'param-in'");
    }
}
