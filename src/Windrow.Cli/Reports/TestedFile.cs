using Windrow.FlowTesting;

namespace Windrow.Cli.Reports;

/// <summary>A flow file and how its tests ended.</summary>
internal sealed record TestedFile(string Path, List<TestResult> Results);
