using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>
/// Between the rows north and south of a place, in each of which it lies between two points. Beyond the last row before a pole the other side
/// of that row, across the pole, takes the place of the next one. At other edges the value of the edge goes on for half a cell.
/// </summary>
internal sealed class BilinearWeights(RowGrid source) : IPointWeights
{
    // Closer to a point than this share of a step is on the point: rounding makes no neighbours.
    private const double OnPoint = 1e-9;

    public void Add(double latitude, double longitude, MatrixBuilder row)
    {
        if (!source.Covers(latitude, longitude))
            return;
        var rows = source.Rows;
        var above = source.RowAbove(latitude);
        if (above < 0)
            AddBeyond(0, rows[0].North >= 90, latitude - rows[0].Latitude, longitude, row);
        else if (above == rows.Length - 1)
            AddBeyond(above, rows[above].South <= -90, rows[above].Latitude - latitude, longitude, row);
        else
        {
            var down = (rows[above].Latitude - latitude) / (rows[above].Latitude - rows[above + 1].Latitude);
            if (down < OnPoint)
                down = 0;
            else if (down > 1 - OnPoint)
                down = 1;
            AddRow(above, longitude, 1 - down, row);
            AddRow(above + 1, longitude, down, row);
        }
    }

    /// <param name="reachesPole">The row's cells end at the pole.</param>
    /// <param name="beyond">Degrees from the row towards the pole.</param>
    private void AddBeyond(int index, bool reachesPole, double beyond, double longitude, MatrixBuilder row)
    {
        var across = 2 * (90 - Math.Abs(source.Rows[index].Latitude));
        var share = reachesPole && source.Rows[index].IsRing && across > OnPoint ? beyond / across : 0;
        AddRow(index, longitude, 1 - share, row);
        AddRow(index, longitude + 180, share, row);
    }

    private void AddRow(int index, double longitude, double weight, MatrixBuilder row)
    {
        if (weight == 0)
            return;
        ref readonly var line = ref source.Rows[index];
        var steps = line.StepsTo(longitude);
        var column = (int)steps;
        var east = steps - column;
        if (!line.IsRing && steps > line.Count - 1)
        {
            (column, east) = (line.Nearest(longitude), 0);
        }
        else if (east < OnPoint)
        {
            east = 0;
        }
        else if (east > 1 - OnPoint)
        {
            (column, east) = (column + 1, 0);
        }

        row.Add(source.PlaceOf(line.Start + (column % line.Count)), weight * (1 - east));
        row.Add(source.PlaceOf(line.Start + ((column + 1) % line.Count)), weight * east);
    }
}
