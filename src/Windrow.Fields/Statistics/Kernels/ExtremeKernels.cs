using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Statistics.Kernels;

/// <summary>Maxima and minima over fields, point by point, in the precision of the field.</summary>
internal static class ExtremeKernels
{
    /// <summary>acc = max(acc, x); NaN where either is NaN.</summary>
    public static void Max<T>(Span<T> acc, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold<T, Largest<T>>(acc, x);

    /// <summary>acc = min(acc, x); NaN where either is NaN.</summary>
    public static void Min<T>(Span<T> acc, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold<T, Smallest<T>>(acc, x);

    /// <summary>acc = max(acc, x); where one is NaN, the other.</summary>
    public static void MaxNumber<T>(Span<T> acc, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold<T, LargestNumber<T>>(acc, x);

    /// <summary>acc = min(acc, x); where one is NaN, the other.</summary>
    public static void MinNumber<T>(Span<T> acc, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Fold<T, SmallestNumber<T>>(acc, x);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fold<T, TChoice>(Span<T> acc, ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TChoice : struct, IChoice<T>
    {
        ref var s = ref MemoryMarshal.GetReference(acc);
        ref var a = ref MemoryMarshal.GetReference(x[..acc.Length]);
        nuint i = 0;
        for (; i + (nuint)(2 * Vector<T>.Count) <= (nuint)acc.Length; i += (nuint)(2 * Vector<T>.Count))
        {
            var next = i + (nuint)Vector<T>.Count;
            TChoice.Of(Vector.LoadUnsafe(ref s, i), Vector.LoadUnsafe(ref a, i)).StoreUnsafe(ref s, i);
            TChoice.Of(Vector.LoadUnsafe(ref s, next), Vector.LoadUnsafe(ref a, next)).StoreUnsafe(ref s, next);
        }

        for (; i < (nuint)acc.Length; i++)
            Unsafe.Add(ref s, i) = TChoice.Of(Unsafe.Add(ref s, i), Unsafe.Add(ref a, i));
    }

    private interface IChoice<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static abstract Vector<T> Of(Vector<T> a, Vector<T> b);

        static abstract T Of(T a, T b);
    }

    private readonly struct Largest<T> : IChoice<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.Max(a, b);

        public static T Of(T a, T b) => T.Max(a, b);
    }

    private readonly struct Smallest<T> : IChoice<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.Min(a, b);

        public static T Of(T a, T b) => T.Min(a, b);
    }

    private readonly struct LargestNumber<T> : IChoice<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.MaxNumber(a, b);

        public static T Of(T a, T b) => T.MaxNumber(a, b);
    }

    private readonly struct SmallestNumber<T> : IChoice<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public static Vector<T> Of(Vector<T> a, Vector<T> b) => Vector.MinNumber(a, b);

        public static T Of(T a, T b) => T.MinNumber(a, b);
    }
}
