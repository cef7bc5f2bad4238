namespace Windrow.Fields.Interpolate.Weights;

/// <summary>
/// Which source points make up every target point, and with which weights: a sparse matrix in compressed rows (CSR). Points of a row ascend and
/// none is named twice. Immutable.
/// </summary>
internal sealed class SparseMatrix
{
    /// <summary>More than this many entries (3.2 GB) are refused.</summary>
    public const int MostEntries = 1 << 28;

    private readonly int[] _starts;
    private readonly int[] _points;
    private readonly double[] _weights;

    /// <param name="columns">Points of the source.</param>
    /// <param name="starts">For every row where its entries begin, and one more: where the last ends.</param>
    /// <param name="points">The source point of every entry.</param>
    /// <param name="weights">Its weight.</param>
    /// <exception cref="ArgumentException">The arrays are no matrix of that kind.</exception>
    public SparseMatrix(int columns, int[] starts, int[] points, double[] weights)
    {
        (Columns, _starts, _points, _weights) = (columns, starts, points, weights);
        if (Defect() is { } defect)
            throw new ArgumentException(defect);
    }

    /// <summary>Points of the target.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>Points of the source.</summary>
    public int Columns { get; }

    public int Entries => _points.Length;

    /// <summary>Some target point has no source point, so its value is always missing.</summary>
    public bool HasEmptyRows { get; private set; }

    public ReadOnlySpan<int> Starts => _starts;

    public ReadOnlySpan<int> Points => _points;

    public ReadOnlySpan<double> Weights => _weights;

    public long Bytes => (_starts.Length * 4L) + (Entries * 12L);

    /// <summary>The matrix with its rows in another order.</summary>
    /// <param name="places">For every row its new place.</param>
    public SparseMatrix WithRowsAt(ReadOnlySpan<int> places)
    {
        var starts = new int[_starts.Length];
        for (var row = 0; row < Rows; row++)
            starts[places[row] + 1] = _starts[row + 1] - _starts[row];
        for (var row = 0; row < Rows; row++)
            starts[row + 1] += starts[row];
        var (points, weights) = (new int[Entries], new double[Entries]);
        for (var row = 0; row < Rows; row++)
        {
            var (from, count) = (_starts[row], _starts[row + 1] - _starts[row]);
            _points.AsSpan(from, count).CopyTo(points.AsSpan(starts[places[row]]));
            _weights.AsSpan(from, count).CopyTo(weights.AsSpan(starts[places[row]]));
        }

        return new SparseMatrix(Columns, starts, points, weights);
    }

    // The product trusts the numbers, so a file is not trusted with them.
    private string? Defect()
    {
        if (_points.Length != _weights.Length || _starts.Length == 0 || _starts[0] != 0 || _starts[^1] != _points.Length)
            return "the rows do not fit the entries";
        for (var row = 0; row < Rows; row++)
        {
            var (from, to) = (_starts[row], _starts[row + 1]);
            if (from > to || to > _points.Length)
                return $"row {row} does not begin where the one before it ends";
            HasEmptyRows |= from == to;
            var before = -1;
            for (var i = from; i < to; i++)
            {
                if (_points[i] <= before || _points[i] >= Columns)
                    return $"row {row} names the source point {_points[i]} of {Columns} behind {before}";
                before = _points[i];
                if (!double.IsFinite(_weights[i]))
                    return $"row {row} has a weight that is not finite";
            }
        }

        return null;
    }
}
