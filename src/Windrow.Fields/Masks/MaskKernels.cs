using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Windrow.Fields.Masks;

/// <summary>The passes over a field that <c>mask</c> makes, in place.</summary>
internal static class MaskKernels
{
    /// <summary>x = mark where the bit of the point is 0; one word of bits for every 64 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<double> x, MaskBits bits, double mark)
    {
        var marks = Vector512.Create(mark);
        var places = Vector512.Create(1UL, 2, 4, 8, 16, 32, 64, 128);
        ref var a = ref MemoryMarshal.GetReference(x);
        for (var start = 0; start < x.Length; start += 64)
        {
            var word = bits.Word(start >> 6);
            var count = Math.Min(64, x.Length - start);
            if (word == ulong.MaxValue)
                continue;
            var i = 0;
            for (; i + 8 <= count; i += 8, word >>= 8)
            {
                var isMasked = Vector512.Equals(Vector512.Create(word) & places, Vector512<ulong>.Zero).AsDouble();
                Vector512.ConditionalSelect(isMasked, marks, Vector512.LoadUnsafe(ref a, (nuint)(start + i))).StoreUnsafe(ref a, (nuint)(start + i));
            }

            for (; i < count; i++, word >>= 1)
            {
                if ((word & 1) == 0)
                    x[start + i] = mark;
            }
        }
    }

    /// <inheritdoc cref="Apply(Span{double}, MaskBits, double)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> x, MaskBits bits, float mark)
    {
        var marks = Vector512.Create(mark);
        var places = Vector512.Create(1U, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);
        ref var a = ref MemoryMarshal.GetReference(x);
        for (var start = 0; start < x.Length; start += 64)
        {
            var word = bits.Word(start >> 6);
            var count = Math.Min(64, x.Length - start);
            if (word == ulong.MaxValue)
                continue;
            var i = 0;
            for (; i + 16 <= count; i += 16, word >>= 16)
            {
                var isMasked = Vector512.Equals(Vector512.Create((uint)word) & places, Vector512<uint>.Zero).AsSingle();
                Vector512.ConditionalSelect(isMasked, marks, Vector512.LoadUnsafe(ref a, (nuint)(start + i))).StoreUnsafe(ref a, (nuint)(start + i));
            }

            for (; i < count; i++, word >>= 1)
            {
                if ((word & 1) == 0)
                    x[start + i] = mark;
            }
        }
    }

    /// <summary>x = to where x is from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Replace<T>(Span<T> x, T from, T to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (olds, news, isNaN) = (Vector.Create(from), Vector.Create(to), T.IsNaN(from));
        ref var a = ref MemoryMarshal.GetReference(x);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)x.Length; i += (nuint)Vector<T>.Count)
        {
            var value = Vector.LoadUnsafe(ref a, i);
            var isOld = isNaN ? ~Vector.Equals(value, value) : Vector.Equals(value, olds);
            Vector.ConditionalSelect(isOld, news, value).StoreUnsafe(ref a, i);
        }

        for (; i < (nuint)x.Length; i++)
        {
            ref var value = ref Unsafe.Add(ref a, i);
            if (isNaN ? T.IsNaN(value) : value == from)
                value = to;
        }
    }
}
