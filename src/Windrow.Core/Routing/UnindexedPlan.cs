using Windrow.Core.Filters;

namespace Windrow.Core.Routing;

/// <summary>A plan whose filter is evaluated for every message, because no key's value leads to it.</summary>
/// <param name="Plan">The plan's number as given to the router.</param>
/// <param name="Clause">The clause that stands in the way.</param>
/// <param name="Reason">One sentence for <c>windrow check</c>.</param>
public sealed record UnindexedPlan(int Plan, Filter Clause, string Reason);
