using Windrow.Core.Configuration;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate;

/// <summary>The options below <c>options</c> of <c>interpolate</c>, as multio has them.</summary>
public sealed class InterpolateInnerOptions
{
    public static readonly OptionSet<InterpolateInnerOptions> Set = new OptionSet<InterpolateInnerOptions>("the options of interpolate")
        .Flag("caching", static o => o.Caching, static (o, v) => o.Caching = v, "Whether computed weights are kept on disk.")
        .Number("missing_value", static o => o.MissingValue, static (o, v) => o.MissingValue = v, "What stands for a missing value in the result; by default what does in the field.", example: "9999", aliases: ["missing-value"])
        .Text("interpolation", static o => o.Interpolation, static (o, v) => o.Interpolation = v, "As 'interpolation' one level up, and before it.", example: "matrix")
        .Text("interpolation-matrix", static o => o.Matrix, static (o, v) => o.Matrix = v, "The file of weights for 'interpolation: matrix': a file that this program wrote, or text: rows and columns in the first line, then row, column (from 0) and weight.", example: "weights.txt")
        .Integer("nclosest", static o => o.Neighbours, static (o, v) => o.Neighbours = v, "As 'nclosest' one level up, and before it.", min: 1, max: DistanceWeights.Most, example: "4")
        .Text("intermediate-interpolation", static o => o.Unused, static (o, v) => o.Unused = v, "multio's; there is no intermediate step here, and it is read over.")
        .Text("intgrid", static o => o.Unused, static (o, v) => o.Unused = v, "multio's; there is no intermediate grid here, and it is read over.");

    public bool Caching { get; set; } = true;

    public double? MissingValue { get; set; }

    public string? Interpolation { get; set; }

    public string? Matrix { get; set; }

    public int? Neighbours { get; set; }

    private string? Unused { get; set; }
}
