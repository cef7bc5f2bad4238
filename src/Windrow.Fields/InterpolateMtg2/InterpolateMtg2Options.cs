using Windrow.Core.Configuration;

namespace Windrow.Fields.InterpolateMtg2;

/// <summary>Options of the <c>interpolate-mtg2</c> action.</summary>
public sealed class InterpolateMtg2Options
{
    public static readonly OptionSet<InterpolateMtg2Options> Set = new OptionSet<InterpolateMtg2Options>("interpolate-mtg2")
        .ListOf("outputs", InterpolateMtg2Output.Set, static (o, v) => o.Outputs = v, "The grids to interpolate to; a field becomes one message for each.", required: true)
        .Text("input-points", static o => o.InputPoints, static (o, v) => o.InputPoints = v, "As for 'interpolate': where the points of an ocean or unstructured grid are.", example: "eORCA025_T.txt")
        .Check(static (o, report) => o.Resolve(report));

    public IReadOnlyList<InterpolateMtg2Output> Outputs { get; private set; } = [];

    public string? InputPoints { get; private set; }

    private void Resolve(OptionReport report)
    {
        if (!Outputs.Any(static output => output.Enable))
            report.Error("outputs", "no output is enabled, so every field would be dropped", "enable one, or leave the action out");
    }
}
