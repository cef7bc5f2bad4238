using System.Numerics;
using Windrow.Core.Payloads;
using Windrow.Fields.Interpolate.Weights;
using Windrow.Fields.Values;

namespace Windrow.Fields.Interpolate.Product;

/// <summary>
/// The product of a matrix and one field. Large ones are cut into pieces that other threads help with; the calling thread works as well, so
/// that nothing waits for a thread that is not free.
/// </summary>
internal sealed class FieldProduct : IThreadPoolWorkItem
{
    /// <summary>Entries of a piece: about a tenth of a millisecond.</summary>
    private const int PieceEntries = 1 << 17;

    private readonly SparseMatrix _matrix;
    private readonly FieldPayload _from;
    private readonly FieldPayload _to;
    private readonly double? _missing;
    private readonly double _mark;
    private readonly MissingRule _rule;
    private readonly int _pieces;
    private readonly ManualResetEventSlim? _done;
    private int _next;
    private int _finished;
    private int _misses;

    private FieldProduct(SparseMatrix matrix, FieldPayload from, double? missing, FieldPayload to, double mark, MissingRule rule)
    {
        (_matrix, _from, _missing, _to, _mark, _rule) = (matrix, from, missing, to, mark, rule);
        _pieces = Math.Max(1, matrix.Entries / PieceEntries);
        _done = _pieces > 1 ? new ManualResetEventSlim() : null;
    }

    /// <summary>Computes the field at the target's points.</summary>
    /// <param name="values">The field at the source's points.</param>
    /// <param name="to">Takes the result, in its own precision.</param>
    /// <param name="mark">What is to stand for a missing value in it.</param>
    /// <param name="dispatch">Has other threads help; null: none do.</param>
    /// <returns>Whether some value of the result is missing.</returns>
    public static bool Multiply(SparseMatrix matrix, in FieldValues values, FieldPayload to, double mark, MissingRule rule, Action<IThreadPoolWorkItem>? dispatch = null)
    {
        var product = new FieldProduct(matrix, values.Field, values.Missing, to, mark, rule);
        if (dispatch is not null)
        {
            for (var helper = 1; helper < Math.Min(Environment.ProcessorCount, product._pieces); helper++)
                dispatch(product);
        }

        product.Execute();
        product._done?.Wait();
        return product._misses != 0 || matrix.HasEmptyRows;
    }

    /// <summary>Does pieces until there is none; one that comes too late finds nothing and touches nothing.</summary>
    public void Execute()
    {
        for (var piece = Interlocked.Increment(ref _next) - 1; piece < _pieces; piece = Interlocked.Increment(ref _next) - 1)
        {
            var rows = (long)_matrix.Rows;
            Do((int)(rows * piece / _pieces), (int)(rows * (piece + 1) / _pieces));
            if (Interlocked.Increment(ref _finished) == _pieces)
                _done?.Set();
        }
    }

    private void Do(int from, int to)
    {
        if (_from.Precision == Precision.Double)
            Do<double>(from, to, _from.Doubles);
        else
            Do<float>(from, to, _from.Singles);
    }

    private void Do<TIn>(int from, int to, ReadOnlySpan<TIn> x)
        where TIn : unmanaged, IBinaryFloatingPointIeee754<TIn>
    {
        if (_to.Precision == Precision.Double)
            Do<TIn, double>(from, to, x, _to.Doubles);
        else
            Do<TIn, float>(from, to, x, _to.Singles);
    }

    private void Do<TIn, TOut>(int from, int to, ReadOnlySpan<TIn> x, Span<TOut> y)
        where TIn : unmanaged, IBinaryFloatingPointIeee754<TIn>
        where TOut : unmanaged, IBinaryFloatingPointIeee754<TOut>
    {
        var mark = TOut.CreateTruncating(_mark);
        if (_missing is not { } missing)
            SparseKernels.Multiply(_matrix, from, to, x, y, mark);
        else if (SparseKernels.Multiply(_matrix, from, to, x, TIn.CreateTruncating(missing), _rule, y, mark))
            Volatile.Write(ref _misses, 1);
    }
}
