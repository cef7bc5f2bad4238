namespace Windrow.Core.State.Sets;

/// <summary>What there is to do for the sets of an action.</summary>
/// <param name="Next">When the next set is to be looked at, UTC; null: there is none.</param>
/// <param name="IsLeft">Whether a process that has ended left something to carry out.</param>
public sealed record SharedSetOutlook(DateTime? Next, bool IsLeft);
