using Windrow.Core.Filters;

namespace Windrow.Core.Routing;

/// <summary>A plan as the router sees it.</summary>
/// <param name="Plan">The number that stands for the plan in answers.</param>
/// <param name="Filter">All its leading selects joined; null: it takes every message.</param>
public sealed record RoutedPlan(int Plan, Filter? Filter);
