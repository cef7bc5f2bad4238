namespace Windrow.Core.Expectations;

/// <summary>A failure of an action.</summary>
/// <param name="IsEnd">The message was given up; false: it is tried again.</param>
internal sealed record PlanFailure(string Action, string Reason, DateTime At, bool IsEnd);
