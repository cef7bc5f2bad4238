using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>or</c>: for each instant that any input has, the first input that has it.</summary>
public sealed record OrInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : DerivedInput(Name, Location, Inputs)
{
    public override string Type => "or";
}
