namespace Windrow.Fields.Grids;

/// <summary>
/// A k-d tree (Bentley 1975, CACM 18, 509) over points of the unit sphere in three dimensions, where chords order as great-circle distances do
/// and neither poles nor the date line are special. 28 bytes a point; the tree lies implicitly in the order of the arrays.
/// </summary>
internal sealed class PointTree : INearestPoint
{
    private const int Leaf = 8;

    private readonly double[][] _axes;
    private readonly int[] _points;

    public PointTree(ReadOnlySpan<double> latitudes, ReadOnlySpan<double> longitudes)
    {
        var count = latitudes.Length;
        _axes = [new double[count], new double[count], new double[count]];
        _points = new int[count];
        for (var i = 0; i < count; i++)
        {
            (_axes[0][i], _axes[1][i], _axes[2][i]) = Place(latitudes[i], longitudes[i]);
            _points[i] = i;
        }

        PointTreeOrder.Arrange(_axes, _points, Leaf);
    }

    public int Count => _points.Length;

    public int Find(double latitude, double longitude)
    {
        Span<int> points = stackalloc int[1];
        Span<double> distances = stackalloc double[1];
        return Find(latitude, longitude, points, distances) == 1 ? points[0] : -1;
    }

    /// <summary>The nearest points, nearest first.</summary>
    /// <param name="points">As many as are wanted.</param>
    /// <param name="chords">Room for the squares of their distances through the unit sphere.</param>
    /// <returns>How many there are: fewer only when the tree has not as many.</returns>
    public int Find(double latitude, double longitude, Span<int> points, Span<double> chords)
    {
        chords.Fill(double.MaxValue);
        points.Fill(int.MaxValue);
        var (x, y, z) = Place(latitude, longitude);
        Span<double> at = [x, y, z];
        Search(0, _points.Length, 0, at, points, chords);
        return Math.Min(points.Length, _points.Length);
    }

    private static (double X, double Y, double Z) Place(double latitude, double longitude)
    {
        var (sinLatitude, cosLatitude) = Math.SinCos(double.DegreesToRadians(latitude));
        var (sinLongitude, cosLongitude) = Math.SinCos(double.DegreesToRadians(longitude));
        return (cosLatitude * cosLongitude, cosLatitude * sinLongitude, sinLatitude);
    }

    private void Search(int from, int to, int axis, ReadOnlySpan<double> at, Span<int> points, Span<double> chords)
    {
        if (to - from <= Leaf)
        {
            for (var i = from; i < to; i++)
                Offer(i, at, points, chords);
            return;
        }

        var middle = (from + to) / 2;
        var next = axis == 2 ? 0 : axis + 1;
        var beyond = at[axis] - _axes[axis][middle];
        if (beyond <= 0)
            Search(from, middle, next, at, points, chords);
        else
            Search(middle + 1, to, next, at, points, chords);
        Offer(middle, at, points, chords);
        if (beyond * beyond > chords[^1])
            return;
        if (beyond <= 0)
            Search(middle + 1, to, next, at, points, chords);
        else
            Search(from, middle, next, at, points, chords);
    }

    // Into its place in the list, which stays sorted; of equal distances the lower number goes first.
    private void Offer(int index, ReadOnlySpan<double> at, Span<int> points, Span<double> chords)
    {
        var (dx, dy, dz) = (at[0] - _axes[0][index], at[1] - _axes[1][index], at[2] - _axes[2][index]);
        var chord = (dx * dx) + (dy * dy) + (dz * dz);
        var point = _points[index];
        var place = points.Length;
        while (place > 0 && (chord < chords[place - 1] || (chord == chords[place - 1] && point < points[place - 1])))
            place--;
        if (place == points.Length)
            return;
        for (var i = points.Length - 1; i > place; i--)
            (points[i], chords[i]) = (points[i - 1], chords[i - 1]);
        (points[place], chords[place]) = (point, chord);
    }
}
