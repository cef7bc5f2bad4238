namespace Windrow.Fields.Cubes.Grids;

/// <summary>The points of a field in the horizontal: rows and columns with a latitude and longitude each, or a list of points.</summary>
/// <param name="Name">What the grid is called: <c>gridType</c>, <c>grid</c> or the domain.</param>
/// <param name="Rows">Rows of a regular grid; 0: the points are a list.</param>
/// <param name="Columns">Columns, or points of the list.</param>
/// <param name="Latitudes">Of the rows or points, in degrees north; empty: they are not known.</param>
/// <param name="Longitudes">Of the columns or points, in degrees east.</param>
internal sealed record CubeGrid(string Name, int Rows, int Columns, double[] Latitudes, double[] Longitudes)
{
    public bool IsRegular => Rows > 0;

    public int Points => IsRegular ? Rows * Columns : Columns;

    public override string ToString() => IsRegular ? $"{Name} of {Rows} × {Columns} points" : $"{Name} of {Columns} points";
}
