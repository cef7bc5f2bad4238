using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>groundtomsl</c>: a height above ground as a height above mean sea level, from the orography's geopotential and the height.</summary>
public sealed record GroundToMslInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : EncodedInput(Name, Location, Inputs)
{
    public override string Type => "groundtomsl";
}
