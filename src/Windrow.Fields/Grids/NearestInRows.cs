namespace Windrow.Fields.Grids;

/// <summary>
/// Looks through rows outward from a latitude until the next row is farther away than the best point: two or three of them as a rule.
/// </summary>
internal sealed class NearestInRows : INearestPoint
{
    // Places that are equally far but for rounding: the first point wins on every machine.
    private const double Tie = 1e-12;

    private readonly RowGrid _grid;
    private readonly double[] _cosines;

    public NearestInRows(RowGrid grid)
    {
        _grid = grid;
        _cosines = new double[grid.Rows.Length];
        for (var i = 0; i < _cosines.Length; i++)
            _cosines[i] = Math.Cos(double.DegreesToRadians(grid.Rows[i].Latitude));
    }

    public int Find(double latitude, double longitude)
    {
        var rows = _grid.Rows;
        var cosine = Math.Cos(double.DegreesToRadians(latitude));
        var (best, distance) = (-1, double.MaxValue);
        var (up, down) = (_grid.RowAbove(latitude), _grid.RowAbove(latitude) + 1);
        while (true)
        {
            var upper = up >= 0 ? RowDistance(rows[up].Latitude - latitude) : double.MaxValue;
            var lower = down < rows.Length ? RowDistance(latitude - rows[down].Latitude) : double.MaxValue;
            if (Math.Min(upper, lower) > distance + Tie || Math.Min(upper, lower) == double.MaxValue)
                return best;
            var index = upper <= lower ? up-- : down++;
            ref readonly var row = ref rows[index];
            var column = row.Nearest(longitude);
            var sine = Math.Sin(double.DegreesToRadians(row.First + (column * row.Step) - longitude) / 2);
            var here = Math.Min(upper, lower) + (cosine * _cosines[index] * sine * sine);
            var place = _grid.PlaceOf(row.Start + column);
            if (here < distance - Tie || (here <= distance + Tie && place < best))
                (best, distance) = (place, here);
        }
    }

    // The haversine, which grows with the distance.
    private static double RowDistance(double degrees)
    {
        var sine = Math.Sin(double.DegreesToRadians(degrees) / 2);
        return sine * sine;
    }
}
