using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Statistics.Kernels;

/// <summary>Sums over fields, point by point, in double precision.</summary>
internal static class SumKernels
{
    /// <summary>sum = x</summary>
    public static void Set(Span<double> sum, ReadOnlySpan<double> x) => x.CopyTo(sum);

    /// <summary>sum += x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> sum, ReadOnlySpan<double> x)
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var a = ref MemoryMarshal.GetReference(x[..sum.Length]);
        nuint i = 0;
        for (; i + (nuint)(4 * Vector<double>.Count) <= (nuint)sum.Length; i += (nuint)(4 * Vector<double>.Count))
        {
            AddOne(ref s, ref a, i);
            AddOne(ref s, ref a, i + (nuint)Vector<double>.Count);
            AddOne(ref s, ref a, i + (nuint)(2 * Vector<double>.Count));
            AddOne(ref s, ref a, i + (nuint)(3 * Vector<double>.Count));
        }

        for (; i < (nuint)sum.Length; i++)
            Unsafe.Add(ref s, i) += Unsafe.Add(ref a, i);
    }

    /// <summary>sum = x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Set(Span<double> sum, ReadOnlySpan<float> x)
    {
        var done = 0;
        for (; done + Vector<float>.Count <= sum.Length; done += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(x[done..]), out var low, out var high);
            low.CopyTo(sum[done..]);
            high.CopyTo(sum[(done + Vector<double>.Count)..]);
        }

        for (; done < sum.Length; done++)
            sum[done] = x[done];
    }

    /// <summary>sum += x</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<double> sum, ReadOnlySpan<float> x)
    {
        ref var s = ref MemoryMarshal.GetReference(sum);
        ref var a = ref MemoryMarshal.GetReference(x[..sum.Length]);
        nuint i = 0;
        for (; i + (nuint)Vector<float>.Count <= (nuint)sum.Length; i += (nuint)Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref a, i), out var low, out var high);
            (Vector.LoadUnsafe(ref s, i) + low).StoreUnsafe(ref s, i);
            (Vector.LoadUnsafe(ref s, i + (nuint)Vector<double>.Count) + high).StoreUnsafe(ref s, i + (nuint)Vector<double>.Count);
        }

        for (; i < (nuint)sum.Length; i++)
            Unsafe.Add(ref s, i) += Unsafe.Add(ref a, i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddOne(ref double s, ref double a, nuint i) =>
        (Vector.LoadUnsafe(ref s, i) + Vector.LoadUnsafe(ref a, i)).StoreUnsafe(ref s, i);
}
