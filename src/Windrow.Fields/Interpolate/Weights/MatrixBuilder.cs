using Windrow.Core.Errors;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Collects the rows of a matrix one by one. For one thread; several builders are joined to one matrix.</summary>
internal sealed class MatrixBuilder
{
    private readonly List<int> _ends = [];
    private int[] _points = new int[1024];
    private double[] _weights = new double[1024];
    private int _count;
    private int _rowStart;

    public int Rows => _ends.Count;

    /// <summary>Adds an entry to the row at hand. Points may come in any order and twice; weights of 0 are left out.</summary>
    public void Add(int point, double weight)
    {
        if (weight == 0)
            return;
        if (_count == _points.Length)
        {
            if (_count >= SparseMatrix.MostEntries)
                throw TooLarge();
            Array.Resize(ref _points, _count * 2);
            Array.Resize(ref _weights, _count * 2);
        }

        var place = _count++;
        while (place > _rowStart && _points[place - 1] > point)
        {
            (_points[place], _weights[place]) = (_points[place - 1], _weights[place - 1]);
            place--;
        }

        if (place > _rowStart && _points[place - 1] == point)
        {
            _weights[place - 1] += weight;
            Remove(place);
            return;
        }

        (_points[place], _weights[place]) = (point, weight);
    }

    /// <summary>The sum of the weights of the row at hand.</summary>
    public double RowSum
    {
        get
        {
            var sum = 0.0;
            for (var i = _rowStart; i < _count; i++)
                sum += _weights[i];
            return sum;
        }
    }

    /// <summary>Multiplies the weights of the row at hand.</summary>
    public void ScaleRow(double factor)
    {
        for (var i = _rowStart; i < _count; i++)
            _weights[i] *= factor;
    }

    /// <summary>Takes back the entries of the row at hand.</summary>
    public void ClearRow() => _count = _rowStart;

    public void EndRow()
    {
        _ends.Add(_count);
        _rowStart = _count;
    }

    /// <summary>The matrix whose rows are those of the builders, in turn.</summary>
    public static SparseMatrix Join(int columns, IReadOnlyList<MatrixBuilder> builders)
    {
        var (rows, entries) = (0, 0L);
        foreach (var builder in builders)
            (rows, entries) = (checked(rows + builder.Rows), entries + builder._rowStart);
        if (entries > SparseMatrix.MostEntries)
            throw TooLarge();
        var (starts, points, weights) = (new int[rows + 1], new int[entries], new double[entries]);
        var (row, offset) = (0, 0);
        foreach (var builder in builders)
        {
            foreach (var end in builder._ends)
                starts[++row] = offset + end;
            builder._points.AsSpan(0, builder._rowStart).CopyTo(points.AsSpan(offset));
            builder._weights.AsSpan(0, builder._rowStart).CopyTo(weights.AsSpan(offset));
            offset += builder._rowStart;
        }

        return new SparseMatrix(columns, starts, points, weights);
    }

    private void Remove(int place)
    {
        for (var i = place; i + 1 < _count; i++)
            (_points[i], _weights[i]) = (_points[i + 1], _weights[i + 1]);
        _count--;
    }

    private static FailureException TooLarge() => new(Failure.Permanent(
        $"the weights have more than {SparseMatrix.MostEntries} entries", "interpolate to a coarser grid, or with a method that takes fewer points"));
}
