namespace Windrow.Core.Filters;

/// <summary>A filter written in another notation, or the clause that cannot be.</summary>
/// <param name="Text">The filter in the notation asked for; null when it cannot be expressed there.</param>
/// <param name="Obstacle">The clause that cannot be expressed.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Notes">Where the text judges otherwise than the filter, for values of unexpected types.</param>
public sealed record Translation(string? Text, Filter? Obstacle, string? Reason, IReadOnlyList<string> Notes);
