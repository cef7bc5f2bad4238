using System.Collections.Immutable;
using Windrow.Core.Configuration;

namespace Windrow.Maps.Definitions.Inputs;

/// <summary>An input over a period of time, from one other input.</summary>
public abstract record StatisticInput(string Name, SourceLocation Location, ImmutableArray<InputReference> Inputs) : DerivedInput(Name, Location, Inputs)
{
    /// <summary>The length of the period in hours.</summary>
    public required int Step { get; init; }

    /// <summary>The statistical processing, as libsim counts it (<c>1</c>, <c>254:0</c>).</summary>
    public required string Processing { get; init; }

    /// <summary>The fraction of the period that has to be there, 0 to 1.</summary>
    public double ValidFraction { get; init; }

    /// <summary>Whether periods have to end at whole multiples of <see cref="Step"/>.</summary>
    public bool FullSteps { get; init; }
}
