using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate.Product;

/// <summary>
/// The product of a matrix and a field, a range of rows at a time. Sums are in double precision and in an order that depends on the matrix alone,
/// so that results are the same on any number of threads.
/// </summary>
internal static class SparseKernels
{
    private const int Lanes = 8;

    /// <summary>Below this, rows are runs too short for vectors to pay.</summary>
    private const int Long = 3 * Lanes;

    /// <summary>y = A x for a field without missing values.</summary>
    /// <param name="mark">The value of target points that have no source point.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TIn, TOut>(SparseMatrix matrix, int from, int to, ReadOnlySpan<TIn> x, Span<TOut> y, TOut mark)
        where TIn : unmanaged, IBinaryFloatingPointIeee754<TIn>
        where TOut : unmanaged, IBinaryFloatingPointIeee754<TOut>
    {
        // The matrix has checked its points against its columns; this is the other half of that check.
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, matrix.Columns);
        var starts = matrix.Starts;
        ref var values = ref MemoryMarshal.GetReference(x);
        ref var points = ref MemoryMarshal.GetReference(matrix.Points);
        ref var weights = ref MemoryMarshal.GetReference(matrix.Weights);
        for (var row = from; row < to; row++)
        {
            var (start, end) = (starts[row], starts[row + 1]);
            y[row] = start == end ? mark : TOut.CreateTruncating(Dot(ref values, ref Unsafe.Add(ref points, start), ref Unsafe.Add(ref weights, start), end - start));
        }
    }

    /// <summary>y = A x for a field of which points may be missing.</summary>
    /// <param name="missing">What stands for a missing value in x; NaN included.</param>
    /// <param name="mark">What stands for one in y.</param>
    /// <returns>Whether some value of y is missing.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Multiply<TIn, TOut>(SparseMatrix matrix, int from, int to, ReadOnlySpan<TIn> x, TIn missing, MissingRule rule, Span<TOut> y, TOut mark)
        where TIn : unmanaged, IBinaryFloatingPointIeee754<TIn>
        where TOut : unmanaged, IBinaryFloatingPointIeee754<TOut>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(x.Length, matrix.Columns);
        var starts = matrix.Starts;
        var points = matrix.Points;
        var weights = matrix.Weights;
        var (isNaN, any) = (TIn.IsNaN(missing), false);
        for (var row = from; row < to; row++)
        {
            var (sum, there, gone, heaviest, isHeaviestGone) = (0.0, 0.0, 0.0, 0.0, true);
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var (value, weight) = (x[points[i]], weights[i]);
                var isGone = isNaN ? TIn.IsNaN(value) : value == missing;
                if (Math.Abs(weight) > heaviest)
                    (heaviest, isHeaviestGone) = (Math.Abs(weight), isGone);
                if (isGone)
                {
                    gone += weight;
                    continue;
                }

                sum += weight * double.CreateTruncating(value);
                there += weight;
            }

            var isMissing = rule == MissingRule.Heaviest ? isHeaviestGone : heaviest == 0 || Math.Abs(there) < Math.Abs(gone);
            any |= isMissing;
            y[row] = isMissing ? mark : TOut.CreateTruncating(gone == 0 || there == 0 ? sum : sum * ((there + gone) / there));
        }

        return any;
    }

    // Runs of neighbours, which conservative weights are made of, are read as they lie; others one by one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Dot<T>(ref T x, ref int points, ref double weights, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (sum, other, i) = (0.0, 0.0, 0);
        if (count >= Long)
        {
            var sums = Vector512<double>.Zero;
            for (; i + Lanes <= count; i += Lanes)
            {
                ref var at = ref Unsafe.Add(ref points, i);
                var values = Unsafe.Add(ref at, Lanes - 1) - at == Lanes - 1 ? Run(ref Unsafe.Add(ref x, at)) : Scattered(ref x, ref at);
                sums += values * Vector512.LoadUnsafe(ref weights, (nuint)i);
            }

            sum = Vector512.Sum(sums);
        }

        // Two sums side by side, as an addition waits for the one before it.
        for (; i + 2 <= count; i += 2)
        {
            sum += One(ref x, Unsafe.Add(ref points, i)) * Unsafe.Add(ref weights, i);
            other += One(ref x, Unsafe.Add(ref points, i + 1)) * Unsafe.Add(ref weights, i + 1);
        }

        if (i < count)
            sum += One(ref x, Unsafe.Add(ref points, i)) * Unsafe.Add(ref weights, i);
        return sum + other;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Run<T>(ref T x)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref x));
        var (low, high) = Vector256.Widen(Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref x)));
        return Vector512.Create(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Scattered<T>(ref T x, ref int points)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Vector512.Create(
            One(ref x, points), One(ref x, Unsafe.Add(ref points, 1)), One(ref x, Unsafe.Add(ref points, 2)), One(ref x, Unsafe.Add(ref points, 3)),
            One(ref x, Unsafe.Add(ref points, 4)), One(ref x, Unsafe.Add(ref points, 5)), One(ref x, Unsafe.Add(ref points, 6)), One(ref x, Unsafe.Add(ref points, 7)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double One<T>(ref T x, int point)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateTruncating(Unsafe.Add(ref x, point));
}
