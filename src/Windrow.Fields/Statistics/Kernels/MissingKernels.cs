using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Windrow.Fields.Statistics.Kernels;

/// <summary>
/// Missing values as NaN: it makes every later sum and extreme of its point NaN by itself, and cannot be met by chance
/// as the result of an operation, as the number that stands for a missing value could.
/// </summary>
internal static class MissingKernels
{
    /// <summary>result = x, NaN where x is missing.</summary>
    /// <param name="missing">What stands for a missing value; NaN copies.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mark<T>(ReadOnlySpan<T> x, T missing, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (T.IsNaN(missing))
        {
            x.CopyTo(result);
            return;
        }

        ref var a = ref MemoryMarshal.GetReference(x);
        ref var r = ref MemoryMarshal.GetReference(result[..x.Length]);
        var (mark, nan) = (Vector.Create(missing), Vector.Create(T.NaN));
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)x.Length; i += (nuint)Vector<T>.Count)
        {
            var value = Vector.LoadUnsafe(ref a, i);
            Vector.ConditionalSelect(Vector.Equals(value, mark), nan, value).StoreUnsafe(ref r, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            var value = Unsafe.Add(ref a, i);
            Unsafe.Add(ref r, i) = value == missing ? T.NaN : value;
        }
    }

    /// <summary>counts += 1 where x is NaN; x = 0 there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CountAndClear<T>(Span<T> x, Span<int> counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ref var a = ref MemoryMarshal.GetReference(x);
        ref var c = ref MemoryMarshal.GetReference(counts[..x.Length]);
        nuint i = 0;
        for (; i + (nuint)Vector<int>.Count <= (nuint)x.Length; i += (nuint)Vector<int>.Count)
        {
            // A comparison that holds is -1 in the integers of its width.
            Vector<int> isMissing;
            if (Vector<T>.Count == Vector<int>.Count)
                isMissing = Clear(ref a, i).As<T, int>();
            else
                isMissing = Vector.Narrow(Clear(ref a, i).As<T, long>(), Clear(ref a, i + (nuint)Vector<T>.Count).As<T, long>());
            (Vector.LoadUnsafe(ref c, i) - isMissing).StoreUnsafe(ref c, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            if (!T.IsNaN(Unsafe.Add(ref a, i)))
                continue;
            Unsafe.Add(ref a, i) = T.Zero;
            Unsafe.Add(ref c, i)++;
        }
    }

    /// <summary>Sets NaN to 0 and gives where it was.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Clear<T>(ref T a, nuint i)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var value = Vector.LoadUnsafe(ref a, i);
        var isNumber = Vector.Equals(value, value);
        (value & isNumber).StoreUnsafe(ref a, i);
        return ~isNumber;
    }
}
