using System.Numerics;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Kernels;

namespace Windrow.Fields.Cubes;

/// <summary>Brings values into the precision and with the fill value of a variable.</summary>
internal static class CubeKernels
{
    /// <param name="missing">What stands for a missing value; null: none is missing.</param>
    public static void Convert(FieldPayload from, double? missing, double fill, FieldPayload to)
    {
        switch (from.Precision, to.Precision)
        {
            case (Precision.Double, Precision.Double):
                Replace<double>(from.Doubles, missing, fill, to.Doubles);
                break;
            case (Precision.Single, Precision.Single):
                Replace<float>(from.Singles, missing, fill, to.Singles);
                break;
            case (Precision.Single, _):
                SumKernels.Set(to.Doubles, from.Singles);
                if (missing is { } mark)
                    Replace<double>(to.Doubles, (float)mark, fill, to.Doubles);
                break;
            default:
                Narrow(from.Doubles, missing, (float)fill, to.Singles);
                break;
        }
    }

    private static void Narrow(ReadOnlySpan<double> from, double? missing, float fill, Span<float> to)
    {
        var (mark, isNaN) = (missing ?? 0, missing is { } given && double.IsNaN(given));
        for (var i = 0; i < to.Length; i++)
            to[i] = missing is not null && (isNaN ? double.IsNaN(from[i]) : from[i] == mark) ? fill : (float)from[i];
    }

    private static void Replace<T>(ReadOnlySpan<T> from, double? missing, double fill, Span<T> to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (missing is not { } mark)
        {
            from.CopyTo(to);
            return;
        }

        var isNaN = double.IsNaN(mark);
        var (wanted, by) = (new Vector<T>(T.CreateTruncating(mark)), new Vector<T>(T.CreateTruncating(fill)));
        var i = 0;
        for (; i + Vector<T>.Count <= from.Length; i += Vector<T>.Count)
        {
            var value = new Vector<T>(from[i..]);
            var isThere = isNaN ? Vector.Equals(value, value) : ~Vector.Equals(value, wanted);
            Vector.ConditionalSelect(isThere, value, by).CopyTo(to[i..]);
        }

        for (; i < from.Length; i++)
            to[i] = (isNaN ? T.IsNaN(from[i]) : from[i] == T.CreateTruncating(mark)) ? T.CreateTruncating(fill) : from[i];
    }
}
