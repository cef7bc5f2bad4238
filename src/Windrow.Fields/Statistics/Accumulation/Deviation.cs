using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Kernels;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>What the standard deviation of a window needs: the mean of the samples so far and the sum of their squared distances from it.</summary>
internal sealed class Deviation(int points)
{
    private FieldPayload? _mean;
    private FieldPayload? _squares;

    /// <summary>A sample is about to be added.</summary>
    public void Begin()
    {
        if (_mean is not null)
            return;
        (_mean, _squares) = (FieldPayload.Rent(Precision.Double, points), FieldPayload.Rent(Precision.Double, points));
        _mean.Doubles.Clear();
        _squares.Doubles.Clear();
    }

    /// <summary>Adds a piece of a sample, of at most <see cref="WindowAccumulators{T}.Piece"/> points.</summary>
    /// <param name="count">Samples with this one.</param>
    /// <param name="missed">Of the points of the piece: how many samples they were without; empty when NaN is to make a point NaN.</param>
    [SkipLocalsInit]
    public void Add<T>(ReadOnlySpan<T> x, int start, int count, ReadOnlySpan<int> missed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var mean = _mean!.Doubles.Slice(start, x.Length);
        var squares = _squares!.Doubles.Slice(start, x.Length);
        Span<double> wide = stackalloc double[WindowAccumulators<T>.Piece];
        scoped ReadOnlySpan<double> values;
        if (typeof(T) == typeof(double))
        {
            values = MemoryMarshal.Cast<T, double>(x);
        }
        else
        {
            SumKernels.Set(wide[..x.Length], MemoryMarshal.Cast<T, float>(x));
            values = wide[..x.Length];
        }

        if (missed.IsEmpty)
            DeviationKernels.Add(mean, squares, values, count);
        else
            DeviationKernels.AddCounted(mean, squares, values, count, missed);
    }

    /// <summary>result = the standard deviation of the population; the divisor is the number of samples that a point had.</summary>
    /// <param name="missed">How many samples each point was without; empty: none.</param>
    public void Finish<T>(Span<T> result, int count, ReadOnlySpan<int> missed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var squares = _squares!.Doubles;
        for (var i = 0; i < result.Length; i++)
            result[i] = T.CreateTruncating(Math.Sqrt(squares[i] / (missed.IsEmpty ? count : count - missed[i])));
    }

    public void Save(ByteWriter writer)
    {
        writer.Values<double>(_mean!.Doubles);
        writer.Values<double>(_squares!.Doubles);
    }

    public void Restore(ref ByteReader reader)
    {
        Begin();
        reader.Values(_mean!.Doubles);
        reader.Values(_squares!.Doubles);
    }

    /// <summary>Takes over points of as many samples.</summary>
    public void TakeOver(Deviation other, ReadOnlySpan<PointRun> runs)
    {
        SharedPoints.Copy(other._mean, ref _mean, points, runs);
        SharedPoints.Copy(other._squares, ref _squares, points, runs);
    }

    public void Release()
    {
        _mean?.Release();
        _squares?.Release();
        (_mean, _squares) = (null, null);
    }
}
