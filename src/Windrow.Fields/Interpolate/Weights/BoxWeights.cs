using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>
/// Shares of area between the cells of two grids of rows: cells are boxes between meridians half way to the neighbours and parallels half way to
/// the next rows. A target cell takes the mean over the part that source cells cover, and none where that is less than half of it.
/// </summary>
internal sealed class BoxWeights(RowGrid source, RowGrid target)
{
    // Overlaps that are rounding, as shares of a cell's side.
    private const double Sliver = 1e-9;

    /// <summary>Adds the rows of the matrix for one row of the target, from west to east.</summary>
    public void Add(int targetRow, MatrixBuilder matrix)
    {
        ref readonly var row = ref target.Rows[targetRow];
        var height = Sine(row.North) - Sine(row.South);
        for (var column = 0; column < row.Count; column++)
        {
            var west = row.First + ((column - 0.5) * row.Step);
            for (var i = FirstBelow(row.North); i < source.Rows.Length && source.Rows[i].North > row.South; i++)
            {
                ref readonly var line = ref source.Rows[i];
                var band = (Sine(Math.Min(line.North, row.North)) - Sine(Math.Max(line.South, row.South))) / height;
                if (band > Sliver)
                    AddBand(line, west, row.Step, band, matrix);
            }

            var covered = matrix.RowSum;
            if (covered < 0.5)
                matrix.ClearRow();
            else
                matrix.ScaleRow(1 / covered);
            matrix.EndRow();
        }
    }

    // The target cell in steps of the source row, once as it is and once a turn farther west.
    private void AddBand(in GridRow line, double west, double width, double band, MatrixBuilder matrix)
    {
        var turn = 360 / line.Step;
        var from = line.StepsTo(west) + 0.5;
        if (from >= turn)
            from -= turn;
        var span = width / line.Step;
        AddCells(line, from, from + span, band / span, matrix);
        AddCells(line, from - turn, from + span - turn, band / span, matrix);
    }

    private void AddCells(in GridRow line, double from, double to, double weight, MatrixBuilder matrix)
    {
        var (first, end) = (Math.Max(from, 0), Math.Min(to, line.Count));
        var smallest = Sliver * Math.Min(1, to - from);
        for (var cell = (int)first; cell < end && cell < line.Count; cell++)
        {
            var overlap = Math.Min(end, cell + 1) - Math.Max(first, cell);
            if (overlap > smallest)
                matrix.Add(source.PlaceOf(line.Start + cell), overlap * weight);
        }
    }

    // The first source row whose southern edge is south of a latitude.
    private int FirstBelow(double latitude)
    {
        var (low, high) = (0, source.Rows.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (source.Rows[middle].South >= latitude)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static double Sine(double degrees) => Math.Sin(double.DegreesToRadians(degrees));
}
