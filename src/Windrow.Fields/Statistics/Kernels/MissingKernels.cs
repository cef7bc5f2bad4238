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
    public static void CountAndClear<T>(Span<T> x, Span<int> counts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        counts = counts[..x.Length];
        for (var i = 0; i < x.Length; i++)
        {
            var isMissing = T.IsNaN(x[i]);
            counts[i] += isMissing ? 1 : 0;
            x[i] = isMissing ? T.Zero : x[i];
        }
    }
}
