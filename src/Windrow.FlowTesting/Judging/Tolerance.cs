using Windrow.Core.Flows.Testing;

namespace Windrow.FlowTesting.Judging;

/// <summary>How much values may differ.</summary>
/// <param name="Absolute">In the unit of the values.</param>
/// <param name="Relative">As a share of the golden value.</param>
internal readonly record struct Tolerance(double Absolute, double Relative)
{
    public static Tolerance Of(TestExpectation expectation) => new(expectation.Absolute, expectation.Relative);

    /// <summary>Whether a value is near enough; a missing one (NaN) is only like another missing one.</summary>
    public bool Allows(double golden, double actual)
    {
        if (double.IsNaN(golden) || double.IsNaN(actual))
            return double.IsNaN(golden) && double.IsNaN(actual);

        // Infinities are like themselves only.
        return golden.Equals(actual) || golden == actual || Math.Abs(golden - actual) <= Math.Max(Absolute, Relative * Math.Abs(golden));
    }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"absolute {Absolute:R}, relative {Relative:R}");
}
