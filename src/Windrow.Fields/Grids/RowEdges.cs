namespace Windrow.Fields.Grids;

/// <summary>Cells of rows: their edges are half way between two rows; the outermost reach the pole where the grid is global.</summary>
internal static class RowEdges
{
    /// <summary>The northern edge of row <paramref name="row"/>, degrees; of one behind the last, the southern edge of that.</summary>
    /// <param name="latitudes">From north to south.</param>
    /// <param name="isGlobal">The grid is meant to cover both poles.</param>
    public static double Of(ReadOnlySpan<double> latitudes, int row, bool isGlobal)
    {
        if (row > 0 && row < latitudes.Length)
            return (latitudes[row - 1] + latitudes[row]) / 2;
        if (isGlobal)
            return row == 0 ? 90 : -90;
        if (latitudes.Length == 1)
            return row == 0 ? Math.Min(90, latitudes[0] + 0.5) : Math.Max(-90, latitudes[0] - 0.5);
        return row == 0
            ? Math.Min(90, latitudes[0] + ((latitudes[0] - latitudes[1]) / 2))
            : Math.Max(-90, latitudes[^1] - ((latitudes[^2] - latitudes[^1]) / 2));
    }
}
