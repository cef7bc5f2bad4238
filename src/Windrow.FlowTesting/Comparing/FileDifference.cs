namespace Windrow.FlowTesting.Comparing;

/// <summary>What two files have that is not the same.</summary>
/// <param name="Text">For people; several lines.</param>
/// <param name="IsAllowed">Their values are as near as allowed, or the same in other octets.</param>
/// <param name="Worst">The largest difference of two values, in their unit; null: there are no values, or all are the same.</param>
internal sealed record FileDifference(string Text, bool IsAllowed, double? Worst);
