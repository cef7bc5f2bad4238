using Windrow.Core.Configuration;
using Windrow.Core.Messages;
using Windrow.Fields.Grids;
using Windrow.Fields.Interpolate;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.InterpolateMtg2;

/// <summary>One output of the <c>interpolate-mtg2</c> action.</summary>
public sealed class InterpolateMtg2Output
{
    public static readonly OptionSet<InterpolateMtg2Output> Set = new OptionSet<InterpolateMtg2Output>("an output of interpolate-mtg2")
        .Node("grid", static (o, v) => o.GridNode = v, "The grid, as for 'interpolate'.", required: true, example: "0.25/0.25")
        .Flag("enable", static o => o.Enable, static (o, v) => o.Enable = v, "Whether the output is made.")
        .Text("cache-path", static o => o.CachePath, static (o, v) => o.CachePath = v, "Directory for computed weights, as for 'interpolate'.", example: "/scratch/weights")
        .Nested("options", InterpolateInnerOptions.Set, static (o, v) => o.Inner = v, "How to interpolate; linear by default.")
        .Node("additional-metadata", static (o, v) => o.AdditionalNode = v, "Metadata of the output's messages.", example: "{resolution: standard}")
        .Check(static (o, report) => o.Resolve(report));

    public bool Enable { get; private set; } = true;

    public string? CachePath { get; private set; }

    public InterpolateInnerOptions Inner { get; private set; } = new();

    /// <summary>Goes over the metadata of the messages.</summary>
    public Metadata AdditionalMetadata { get; private set; } = Metadata.Empty;

    internal RowGrid? Grid { get; private set; }

    /// <summary>The grid as it is written, which is what the metadata <c>grid</c> says.</summary>
    public string GridName { get; private set; } = "";

    internal InterpolationMethod Method { get; private set; } = InterpolationMethod.Bilinear;

    internal bool IsMatrix => Inner.Interpolation == "matrix";

    private ConfigNode? GridNode { get; set; }

    private ConfigNode? AdditionalNode { get; set; }

    private void Resolve(OptionReport report)
    {
        if (GridOption.Name(GridNode!, "grid", report) is { } name)
            (GridName, Grid) = (name, GridOption.Find(name, null, "grid", report));
        if (IsMatrix && Inner.Matrix is null)
            report.Error("options", "'interpolation: matrix' needs a file", "name it under 'interpolation-matrix'");
        if (!IsMatrix && Inner.Matrix is not null)
            report.Warning("options", "'interpolation-matrix' is named and not used", "write 'interpolation: matrix' beside it");
        if (!IsMatrix && Inner.Interpolation is { } method)
        {
            if (InterpolationMethods.TryRead(method, out var read))
                Method = read;
            else
                report.Error("options", $"there is no interpolation '{method}'{Suggestion.Clause(method, InterpolationMethods.Names)}", $"there are: {string.Join(", ", InterpolationMethods.Names)}, matrix", Rules.UnknownChoice);
        }

        if (AdditionalNode is MappingNode map)
            AdditionalMetadata = NodeValue.OfMapping(map);
        else if (AdditionalNode is not null)
            report.Error("additional-metadata", $"'additional-metadata' is a mapping, this is {AdditionalNode.Describe()}", "write {key: value}", Rules.WrongType);
    }
}
