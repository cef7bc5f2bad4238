using Windrow.Core.Configuration;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate;

/// <summary>Options of the <c>interpolate</c> action: multio's, and our own.</summary>
public sealed class InterpolateOptions
{
    public static readonly OptionSet<InterpolateOptions> Set = InterpolatePostprocessing.Declare(new OptionSet<InterpolateOptions>("interpolate"))
        .Node("grid", static (o, v) => o.GridNode = v, "The grid to interpolate to: [dx, dy] or dx/dy in degrees, F<n>, N<n>, O<n>, H<n>, H<n>_nested or L<nx>x<ny>. May be left out with 'interpolation: matrix'.", example: "[1.0, 1.0]")
        .Node("area", static (o, v) => o.AreaNode = v, "The part of a grid dx/dy: [north, west, south, east] in degrees. Points are multiples of the steps.", example: "[75, -30, 30, 45]")
        .Node("input", static (o, v) => o.InputNode = v, "The grid of the fields, by name or [dx, dy]; the metadata 'atlas-grid-kind' goes before it. Without it the message tells the grid.", example: "O1280")
        .Text("input-points", static o => o.InputPoints, static (o, v) => o.InputPoints = v, "A file with the places of the points of an ocean or unstructured grid: two GRIB messages, latitudes and longitudes, or text with latitude and longitude of a point in each line, degrees.", example: "eORCA025_T.txt")
        .Text("interpolation", static o => o.Interpolation, static (o, v) => o.Interpolation = v, "nearest-neighbour (nn), linear (bilinear), k-nearest, grid-box-average, or matrix.", example: "grid-box-average")
        .Integer("nclosest", static o => o.Neighbours, static (o, v) => o.Neighbours = v, "How many points 'k-nearest' takes.", min: 1, max: DistanceWeights.Most, example: "4")
        .Nested("options", InterpolateInnerOptions.Set, static (o, v) => o.Inner = v, "Options that multio has one level down.")
        .Text("cache-path", static o => o.CachePath, static (o, v) => o.CachePath = v, "Directory for computed weights; by default windrow/weights in the user's cache directory.", example: "/scratch/weights")
        .ByteSize("weights-memory", static o => o.WeightsMemory, static (o, v) => o.WeightsMemory = v, "Bytes of weights that the flow keeps in memory; the ones in use stay.")
        .Choice("precision", static o => o.Precision, static (o, v) => o.Precision = v, "Precision of the result: double as multio has it, single, or keep that of the field.", [("double", OutputPrecision.Double), ("single", OutputPrecision.Single), ("keep", OutputPrecision.Keep)])
        .Check(static (o, report) => o.Resolve(report));

    /// <summary>Null with a matrix that tells no grid.</summary>
    internal RowGrid? Grid { get; private set; }

    /// <summary>The name of the input grid.</summary>
    public string? Input { get; private set; }

    public string? InputPoints { get; set; }

    public int Neighbours { get; set; } = 4;

    public string? CachePath { get; set; }

    public long WeightsMemory { get; set; } = 2L << 30;

    public OutputPrecision Precision { get; set; }

    public InterpolateInnerOptions Inner { get; private set; } = new();

    internal InterpolationMethod Method { get; private set; }

    /// <summary>The file of a matrix; null: weights are computed.</summary>
    public string? Matrix { get; private set; }

    private string? Interpolation { get; set; }

    private ConfigNode? GridNode { get; set; }

    private ConfigNode? AreaNode { get; set; }

    private ConfigNode? InputNode { get; set; }

    private void Resolve(OptionReport report)
    {
        InterpolatePostprocessing.Report(report);
        Input = InputNode is null ? null : GridOption.Name(InputNode, "input", report);
        var area = AreaNode is null ? null : GridOption.Area(AreaNode, report);
        var method = Inner.Interpolation ?? Interpolation;
        if (method == "matrix")
        {
            Matrix = Inner.Matrix;
            if (Matrix is null)
                report.Error("interpolation", "'interpolation: matrix' needs a file", "name it: 'options: {interpolation: matrix, interpolation-matrix: FILE}'");
        }
        else if (InterpolationMethods.TryRead(method ?? "linear", out var read))
        {
            Method = read;
        }
        else
        {
            report.Error("interpolation", $"there is no interpolation '{method}'{Suggestion.Clause(method!, InterpolationMethods.Names)}", $"there are: {string.Join(", ", InterpolationMethods.Names)}, matrix", Rules.UnknownChoice);
        }

        if (method != "matrix" && Inner.Matrix is not null)
            report.Warning("options", "'interpolation-matrix' is named and not used", "write 'interpolation: matrix' beside it");
        if (Inner.Neighbours is { } neighbours)
            Neighbours = neighbours;
        if (GridNode is null && Matrix is null)
            report.Error("grid", "'interpolate' needs the grid to interpolate to", $"write 'grid:' and one of {GridNames.Known}", Rules.MissingOption);
        else if (GridNode is not null && GridOption.Name(GridNode, "grid", report) is { } name)
            Grid = GridOption.Find(name, area, "grid", report);
    }
}
