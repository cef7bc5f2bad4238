using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>vg6d_transform</c>: other quantities, named by the arguments of libsim's program.</summary>
/// <param name="Arguments">The arguments, at least one, such as <c>--output-variable-list=B13003</c>.</param>
public sealed record TransformInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs, ImmutableArray<string> Arguments)
    : DerivedInput(Name, Location, Inputs)
{
    public override string Type => "vg6d_transform";
}
