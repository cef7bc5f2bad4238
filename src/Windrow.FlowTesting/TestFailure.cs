using Windrow.Core.Configuration;

namespace Windrow.FlowTesting;

/// <summary>What is otherwise than a test expects.</summary>
/// <param name="Location">Of the expectation.</param>
/// <param name="Text">What was expected and what came; several lines.</param>
public sealed record TestFailure(SourceLocation Location, string Text);
