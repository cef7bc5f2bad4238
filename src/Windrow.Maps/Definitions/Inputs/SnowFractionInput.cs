using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>sffraction</c>: the share of snow in precipitation, in per cent, from total precipitation and snow.</summary>
public sealed record SnowFractionInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : EncodedInput(Name, Location, Inputs)
{
    public override string Type => "sffraction";
}
