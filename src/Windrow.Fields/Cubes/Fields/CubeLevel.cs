namespace Windrow.Fields.Cubes.Fields;

/// <summary>Where a field is in the vertical, for those types of level that have more than one.</summary>
/// <param name="Axis">The name of the axis: ecCodes' <c>typeOfLevel</c>.</param>
/// <param name="StandardName">From CF's table; null: there is none.</param>
/// <param name="Positive"><c>up</c> or <c>down</c>.</param>
internal sealed record CubeLevel(string Axis, double Value, string Units, string? StandardName, string Positive);
