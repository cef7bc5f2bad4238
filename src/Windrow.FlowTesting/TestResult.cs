using Windrow.Core.Configuration;

namespace Windrow.FlowTesting;

/// <summary>How a test ended.</summary>
/// <param name="Elapsed">How long it took, by the clock on the wall.</param>
/// <param name="Failures">None: it passed.</param>
/// <param name="Written">Golden files that were written, as the flow names them.</param>
/// <param name="Log">What the flow logged as warnings and errors.</param>
/// <param name="Sandbox">The directory that it ran in, where that is kept; else null.</param>
public sealed record TestResult(
    string Name, SourceLocation Location, TimeSpan Elapsed, IReadOnlyList<TestFailure> Failures, IReadOnlyList<string> Written, IReadOnlyList<string> Log, string? Sandbox)
{
    public bool HasPassed => Failures.Count == 0;
}
