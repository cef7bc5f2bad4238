using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>cat</c>: for each instant that all inputs have, their messages one behind the other.</summary>
public sealed record CatInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : DerivedInput(Name, Location, Inputs)
{
    public override string Type => "cat";
}
