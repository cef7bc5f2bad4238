using Windrow.Core.Payloads;
using Windrow.Fields.Domains;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>Copies values of points from one share of a field to another, into memory that begins at zero.</summary>
internal static class SharedPoints
{
    public static void Copy<T>(ReadOnlySpan<T> from, Span<T> to, ReadOnlySpan<PointRun> runs)
    {
        foreach (ref readonly var run in runs)
            from.Slice(run.From, run.Length).CopyTo(to[run.To..]);
    }

    /// <summary>Copies where the other has values.</summary>
    public static void Copy(FieldPayload? from, ref FieldPayload? to, int points, ReadOnlySpan<PointRun> runs)
    {
        if (from is null)
            return;
        to ??= Zero(from.Precision, points);
        if (from.Precision == Precision.Double)
            Copy<double>(from.Doubles, to.Doubles, runs);
        else
            Copy<float>(from.Singles, to.Singles, runs);
    }

    /// <summary>Copies where the other has numbers.</summary>
    public static void Copy<T>(NativeBuffer? from, int fromPoints, ref NativeBuffer? to, int points, ReadOnlySpan<PointRun> runs)
        where T : unmanaged
    {
        if (from is null)
            return;
        if (to is null)
        {
            to = NativeBufferPool.Shared.Rent(checked(points * System.Runtime.CompilerServices.Unsafe.SizeOf<T>()));
            to.Span<T>(points).Clear();
        }

        Copy<T>(from.Span<T>(fromPoints), to.Span<T>(points), runs);
    }

    private static FieldPayload Zero(Precision precision, int points)
    {
        var field = FieldPayload.Rent(precision, points);
        if (precision == Precision.Double)
            field.Doubles.Clear();
        else
            field.Singles.Clear();
        return field;
    }
}
