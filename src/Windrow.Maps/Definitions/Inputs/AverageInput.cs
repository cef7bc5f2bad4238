using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>average</c>: the mean of instantaneous fields in a period.</summary>
public sealed record AverageInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : StatisticInput(Name, Location, Inputs)
{
    public override string Type => "average";
}
