using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>Type <c>decumulate</c>: what came in a period, from what came since the start of the forecast.</summary>
public sealed record DecumulateInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : StatisticInput(Name, Location, Inputs)
{
    public override string Type => "decumulate";
}
