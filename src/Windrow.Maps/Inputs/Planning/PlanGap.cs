namespace Windrow.Maps.Inputs.Planning;

/// <summary>An instant at which something is there but no result can be made, and why: a sentence for people.</summary>
internal sealed record PlanGap(Instant Instant, string Reason);
