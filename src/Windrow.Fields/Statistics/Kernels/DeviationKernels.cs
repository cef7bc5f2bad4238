using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Statistics.Kernels;

/// <summary>
/// Running means and sums of squared distances from them, point by point, in double precision. Source: B. P. Welford, Note on a method
/// for calculating corrected sums of squares and products, Technometrics 4 (1962), 419-420.
/// </summary>
internal static class DeviationKernels
{
    /// <summary>Takes in sample number <paramref name="count"/> of every point; NaN makes its point NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> mean, Span<double> squares, ReadOnlySpan<double> x, int count)
    {
        ref var m = ref MemoryMarshal.GetReference(mean);
        ref var s = ref MemoryMarshal.GetReference(squares[..mean.Length]);
        ref var a = ref MemoryMarshal.GetReference(x[..mean.Length]);
        var part = 1.0 / count;
        nuint i = 0;
        for (; i + (nuint)Vector<double>.Count <= (nuint)mean.Length; i += (nuint)Vector<double>.Count)
        {
            var value = Vector.LoadUnsafe(ref a, i);
            var before = Vector.LoadUnsafe(ref m, i);
            var distance = value - before;
            var after = before + (distance * part);
            after.StoreUnsafe(ref m, i);
            (Vector.LoadUnsafe(ref s, i) + (distance * (value - after))).StoreUnsafe(ref s, i);
        }

        for (; i < (nuint)mean.Length; i++)
            AddOne(ref Unsafe.Add(ref m, i), ref Unsafe.Add(ref s, i), Unsafe.Add(ref a, i), part);
    }

    /// <summary>Takes in a sample where it is not NaN.</summary>
    /// <param name="count">Samples with this one.</param>
    /// <param name="missed">How many of those before it the point was without.</param>
    public static void AddCounted(Span<double> mean, Span<double> squares, ReadOnlySpan<double> x, int count, ReadOnlySpan<int> missed)
    {
        for (var i = 0; i < mean.Length; i++)
        {
            if (!double.IsNaN(x[i]))
                AddOne(ref mean[i], ref squares[i], x[i], 1.0 / (count - missed[i]));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne(ref double mean, ref double squares, double value, double part)
    {
        var distance = value - mean;
        mean += distance * part;
        squares += distance * (value - mean);
    }
}
