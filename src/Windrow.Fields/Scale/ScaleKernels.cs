using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Scale;

/// <summary>The passes over a field that <c>scale</c> makes, in place.</summary>
internal static class ScaleKernels
{
    /// <summary>x = x * factor + offset</summary>
    /// <param name="missing">Values equal to this stay; null when there are none. NaN stays anyway.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<T>(Span<T> x, T factor, T offset, T? missing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Nothing equals NaN, so it marks the absence of missing values.
        var mark = missing ?? T.NaN;
        var (factors, offsets, marks) = (Vector.Create(factor), Vector.Create(offset), Vector.Create(mark));
        ref var a = ref MemoryMarshal.GetReference(x);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)x.Length; i += (nuint)Vector<T>.Count)
        {
            var value = Vector.LoadUnsafe(ref a, i);
            Vector.ConditionalSelect(Vector.Equals(value, marks), value, (value * factors) + offsets).StoreUnsafe(ref a, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            ref var value = ref Unsafe.Add(ref a, i);
            if (value != mark)
                value = (value * factor) + offset;
        }
    }

    /// <summary>x = x / divisor</summary>
    /// <inheritdoc cref="Apply"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide<T>(Span<T> x, long divisor, T? missing)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var mark = missing ?? T.NaN;
        var by = T.CreateChecked(divisor);
        var (divisors, marks) = (Vector.Create(by), Vector.Create(mark));
        ref var a = ref MemoryMarshal.GetReference(x);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)x.Length; i += (nuint)Vector<T>.Count)
        {
            var value = Vector.LoadUnsafe(ref a, i);
            Vector.ConditionalSelect(Vector.Equals(value, marks), value, value / divisors).StoreUnsafe(ref a, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            ref var value = ref Unsafe.Add(ref a, i);
            if (value != mark)
                value /= by;
        }
    }
}
