using Windrow.Fields.Grids;

namespace Windrow.Fields.Cubes.Grids;

/// <summary>The points of a field in the horizontal: rows and columns with a latitude and longitude each, or a list of points.</summary>
/// <param name="Name">What the grid is called: <c>gridType</c> of a regular one, else its name.</param>
/// <param name="Rows">Rows of a regular grid; 0: the points are a list.</param>
/// <param name="Columns">Columns, or points of the list.</param>
/// <param name="Latitudes">Of the rows or points, in degrees north; empty: they are not known.</param>
/// <param name="Longitudes">Of the columns or points, in degrees east.</param>
internal sealed record CubeGrid(string Name, int Rows, int Columns, double[] Latitudes, double[] Longitudes)
{
    public bool IsRegular => Rows > 0;

    /// <summary>The same points; as rows and columns where they lie so.</summary>
    public static CubeGrid Of(Grid grid)
    {
        var (latitudes, longitudes) = (new double[grid.Points], new double[grid.Points]);
        grid.CopyLocations(latitudes, longitudes);
        grid.Description.TryGetString("gridType", out var type);
        return TryRows(latitudes, longitudes, out var columns)
            ? new CubeGrid(type ?? grid.Name, latitudes.Length / columns, columns, Every(latitudes, columns), Eastward(longitudes[..columns]))
            : new CubeGrid(grid.Name, 0, latitudes.Length, latitudes, longitudes);
    }

    public override string ToString() => IsRegular ? $"{Name} of {Rows} × {Columns} points" : $"{Name} of {Columns} points";

    private static bool TryRows(double[] latitudes, double[] longitudes, out int columns)
    {
        columns = 1;
        while (columns < latitudes.Length && latitudes[columns] == latitudes[0])
            columns++;
        if (columns == 1 || latitudes.Length % columns != 0)
            return false;
        for (var i = columns; i < latitudes.Length; i++)
        {
            if (latitudes[i] != latitudes[i - (i % columns)] || longitudes[i] != longitudes[i % columns])
                return false;
        }

        return true;
    }

    private static double[] Every(double[] values, int step)
    {
        var every = new double[values.Length / step];
        for (var i = 0; i < every.Length; i++)
            every[i] = values[i * step];
        return every;
    }

    // In order across the meridian where counting begins anew, and not beyond 360: from -180 on rather than from 180.
    private static double[] Eastward(double[] longitudes)
    {
        for (var i = 1; i < longitudes.Length; i++)
            longitudes[i] += longitudes[i] < longitudes[i - 1] ? 360 : 0;
        var shift = longitudes[^1] >= 360 ? 360 : 0;
        for (var i = 0; i < longitudes.Length; i++)
            longitudes[i] -= shift;
        return longitudes;
    }
}
