using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Kernels;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>
/// A sum in two levels: samples are added up in blocks, blocks to the total. The rounding error is that of the longer of
/// the two additions, not of their product, at the memory traffic of a plain sum; the second level is only made when a
/// window has more samples than a block.
/// </summary>
/// <remarks>
/// For n samples the error is at most (64 + n/64) 2^-53 of the sum of magnitudes: 2e-14 for the hours of a year. Samples in single
/// precision are added without any error for windows of that length, as long as their magnitudes are alike.
/// </remarks>
internal sealed class BlockSum(int points)
{
    private const int Block = 64;

    private FieldPayload? _block;
    private FieldPayload? _total;
    private int _inBlock;

    /// <summary>A sample is about to be added.</summary>
    public void Begin()
    {
        _block ??= FieldPayload.Rent(Precision.Double, points);
        if (_inBlock == Block)
        {
            if (_total is null)
                (_total, _block) = (_block, FieldPayload.Rent(Precision.Double, points));
            else
                SumKernels.Add(_total.Doubles, _block.Doubles);
            _inBlock = 0;
        }

        _inBlock++;
    }

    /// <summary>Adds a piece of a sample.</summary>
    public void Add<T>(ReadOnlySpan<T> x, int start)
        where T : unmanaged
    {
        var sum = _block!.Doubles.Slice(start, x.Length);
        var isFirst = _inBlock == 1;
        if (typeof(T) == typeof(double))
        {
            var doubles = MemoryMarshal.Cast<T, double>(x);
            if (isFirst)
                SumKernels.Set(sum, doubles);
            else
                SumKernels.Add(sum, doubles);
        }
        else
        {
            var singles = MemoryMarshal.Cast<T, float>(x);
            if (isFirst)
                SumKernels.Set(sum, singles);
            else
                SumKernels.Add(sum, singles);
        }
    }

    /// <summary>result = sum / divisor</summary>
    public void Scale<T>(Span<T> result, double divisor)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block = _block!.Doubles;
        var total = _total is null ? default : _total.Doubles;
        for (var i = 0; i < result.Length; i++)
            result[i] = T.CreateTruncating((total.IsEmpty ? block[i] : total[i] + block[i]) / divisor);
    }

    /// <summary>result = sum / (count - missed); NaN where nothing was added.</summary>
    public void MeanOfCounted<T>(Span<T> result, int count, ReadOnlySpan<int> missed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var block = _block!.Doubles;
        var total = _total is null ? default : _total.Doubles;
        for (var i = 0; i < result.Length; i++)
            result[i] = T.CreateTruncating((total.IsEmpty ? block[i] : total[i] + block[i]) / (count - missed[i]));
    }

    public void Save(ByteWriter writer)
    {
        writer.Count(_inBlock);
        writer.Values<double>(_block!.Doubles);
        writer.Flag(_total is not null);
        if (_total is not null)
            writer.Values<double>(_total.Doubles);
    }

    public void Restore(ref ByteReader reader)
    {
        _inBlock = (int)reader.Count();
        if (_inBlock is < 1 or > Block)
            throw new CorruptDataException($"a sum of {_inBlock} samples in a block");
        reader.Values((_block = FieldPayload.Rent(Precision.Double, points)).Doubles);
        if (reader.Flag())
            reader.Values((_total = FieldPayload.Rent(Precision.Double, points)).Doubles);
    }

    /// <summary>Takes over points of a sum of as many samples.</summary>
    public void TakeOver(BlockSum other, ReadOnlySpan<PointRun> runs)
    {
        _inBlock = other._inBlock;
        SharedPoints.Copy(other._block, ref _block, points, runs);
        SharedPoints.Copy(other._total, ref _total, points, runs);
    }

    public void Release()
    {
        _block?.Release();
        _total?.Release();
        (_block, _total, _inBlock) = (null, null, 0);
    }
}
