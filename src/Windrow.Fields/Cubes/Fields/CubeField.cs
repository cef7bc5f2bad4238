using Windrow.Fields.Cubes.Grids;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>A field as a slice of a variable: what a file by the CF conventions says of it.</summary>
/// <param name="Variable">The variable's name, fit for every format.</param>
/// <param name="CellMethods">CF's <c>cell_methods</c>, such as <c>time: mean</c>; null: of a moment.</param>
/// <param name="Member">The ensemble member; null: none.</param>
internal sealed record CubeField(string Variable, ParameterFacts Facts, string? CellMethods, CubeTime Time, CubeLevel? Level, CubeGrid Grid, long? Member);
