using Windrow.FlowTesting.Judging;

namespace Windrow.FlowTesting.Comparing;

/// <summary>How much products may differ and be taken for the same.</summary>
/// <param name="Absolute">Of values, in their unit.</param>
/// <param name="Relative">Of values, as a share of the one that is there.</param>
/// <param name="Pixels">The share of a picture's pixels that may be others.</param>
public sealed record ComparisonTolerance(double Absolute = 0, double Relative = 0, double Pixels = 0)
{
    internal Tolerance OfValues => new(Absolute, Relative);
}
