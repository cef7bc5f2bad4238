using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>An input whose computed values are encoded with one of its inputs' messages as the template.</summary>
public abstract record EncodedInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : DerivedInput(Name, Location, Inputs)
{
    /// <summary>Keys that are set in the template before the values.</summary>
    public ImmutableArray<GribSetting> GribSettings { get; init; } = [];

    /// <summary>Statements over the computed values, after the computation; null for none.</summary>
    public ExpressionText? Clip { get; init; }
}
