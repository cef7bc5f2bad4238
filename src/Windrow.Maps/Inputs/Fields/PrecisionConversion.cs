using System.Numerics;
using System.Runtime.InteropServices;

namespace Windrow.Maps.Inputs.Fields;

/// <summary>Between ecCodes' double precision and the single precision of the computations.</summary>
internal static class PrecisionConversion
{
    public static void Narrow(ReadOnlySpan<double> from, Span<float> to)
    {
        var pairs = MemoryMarshal.Cast<double, Vector<double>>(from);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(to);
        var i = 0;
        for (; i < vectors.Length; i++)
            vectors[i] = Vector.Narrow(pairs[2 * i], pairs[(2 * i) + 1]);
        for (i *= Vector<float>.Count; i < from.Length; i++)
            to[i] = (float)from[i];
    }

    /// <summary>Widens; whatever is not finite becomes <paramref name="missing"/>.</summary>
    /// <returns>Whether there was such a value.</returns>
    public static bool Widen(ReadOnlySpan<float> from, Span<double> to, double missing)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(from);
        var pairs = MemoryMarshal.Cast<double, Vector<double>>(to);
        var (mark, seen) = (new Vector<double>(missing), Vector<double>.Zero);
        var i = 0;
        for (; i < vectors.Length; i++)
        {
            Vector.Widen(vectors[i], out var low, out var high);
            // x - x is zero for numbers and NaN for all else.
            var (lowFinite, highFinite) = (Vector.Equals(low - low, Vector<double>.Zero), Vector.Equals(high - high, Vector<double>.Zero));
            pairs[2 * i] = Vector.ConditionalSelect(lowFinite, low, mark);
            pairs[(2 * i) + 1] = Vector.ConditionalSelect(highFinite, high, mark);
            seen |= Vector.OnesComplement(lowFinite & highFinite).As<long, double>();
        }

        var any = !Vector.EqualsAll(seen.As<double, long>(), Vector<long>.Zero);
        for (i *= Vector<float>.Count; i < from.Length; i++)
        {
            var finite = float.IsFinite(from[i]);
            to[i] = finite ? from[i] : missing;
            any |= !finite;
        }

        return any;
    }
}
