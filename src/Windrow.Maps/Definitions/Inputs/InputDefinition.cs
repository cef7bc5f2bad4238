using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>One definition of an input: how to recognise, find or compute it, for one model or for all.</summary>
/// <param name="Name">The name by which recipes and other inputs know it.</param>
/// <param name="Location">Where it was defined.</param>
public abstract record InputDefinition(string Name, SourceLocation Location)
{
    /// <summary>The word under <c>type</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The model that the definition is for; it begins the names of files. Null: for every model.</summary>
    public string? Model { get; init; }

    /// <summary>Parameters of add_grib that belong to this definition; they win over a recipe's own.</summary>
    public StepParameters GribParameters { get; init; } = StepParameters.None;

    public string? Notes { get; init; }
}
