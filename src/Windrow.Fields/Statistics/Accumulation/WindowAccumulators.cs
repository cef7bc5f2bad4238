using System.Numerics;
using System.Runtime.CompilerServices;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Kernels;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>
/// Accumulators that are right: sums in double, extremes that begin with the first sample, one count of values per point.
/// A sample is walked through once, in pieces that stay in the nearest cache while every operation takes its turn.
/// </summary>
/// <typeparam name="T">The precision of the samples.</typeparam>
internal sealed class WindowAccumulators<T> : Accumulators
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Points walked through at a time: four pages of arrays at once fill no set of the nearest cache, which larger pieces do.</summary>
    public const int Piece = 512;

    private readonly int _points;
    private readonly int _threshold;
    private readonly BlockSum? _sum;
    private readonly BlockSum? _counted;
    private readonly Deviation? _deviation;
    private readonly bool _wantsMaximum;
    private readonly bool _wantsMinimum;
    private FieldPayload? _maximum;
    private FieldPayload? _minimum;
    private NativeBuffer? _missed;

    /// <param name="threshold">Values that a point needs for average and extremes; below 1 it needs all.</param>
    public WindowAccumulators(IReadOnlyList<StatisticsOperation> operations, int points, int threshold)
    {
        _points = points;
        _threshold = threshold;
        var averages = operations.Contains(StatisticsOperation.Average);
        if (averages && threshold > 0)
            _counted = new BlockSum(points);
        if (operations.Contains(StatisticsOperation.Accumulate) || (averages && threshold < 1))
            _sum = new BlockSum(points);
        if (operations.Contains(StatisticsOperation.StandardDeviation))
            _deviation = new Deviation(points);
        _wantsMaximum = operations.Contains(StatisticsOperation.Maximum);
        _wantsMinimum = operations.Contains(StatisticsOperation.Minimum);
    }

    [SkipLocalsInit]
    public override void Add(in FieldValues values)
    {
        var isFirst = Count == 0;
        _sum?.Begin();
        _counted?.Begin();
        _deviation?.Begin();
        if (isFirst)
        {
            _maximum = _wantsMaximum ? FieldPayload.Rent(PrecisionOf, _points) : null;
            _minimum = _wantsMinimum ? FieldPayload.Rent(PrecisionOf, _points) : null;
        }

        if (values.Missing is not null && _threshold > 0 && _missed is null)
        {
            _missed = NativeBufferPool.Shared.Rent(_points * sizeof(int));
            _missed.Span<int>(_points).Clear();
        }

        var input = SpanOf(values.Field);
        Span<T> scratch = stackalloc T[Piece];
        for (var start = 0; start < _points; start += Piece)
        {
            var length = Math.Min(Piece, _points - start);
            scoped ReadOnlySpan<T> x = input.Slice(start, length);
            if (values.Missing is { } missing)
            {
                MissingKernels.Mark(x, T.CreateTruncating(missing), scratch);
                AddPiece(scratch[..length], start, isFirst);
                _deviation?.Add(scratch[..length], start, Count + 1, MissedOf(start, length));
                if (_missed is not null)
                    MissingKernels.CountAndClear(scratch[..length], _missed.Span<int>(_points).Slice(start, length));
                x = scratch[..length];
            }
            else
            {
                AddPiece(x, start, isFirst);
                _deviation?.Add(x, start, Count + 1, MissedOf(start, length));
            }

            _counted?.Add(x, start);
        }

        Missing = values.Missing ?? Missing;
        Count++;
    }

    public override FieldPayload Finish(StatisticsOperation operation, FieldValues? last, FieldValues? initial, double seconds)
    {
        var product = FieldPayload.Rent(PrecisionOf, _points);
        var result = SpanOf(product);
        switch (operation)
        {
            case StatisticsOperation.Average when _counted is not null && _missed is not null:
                _counted.MeanOfCounted(result, Count, _missed.Span<int>(_points));
                break;
            case StatisticsOperation.Average:
                (_counted ?? _sum!).Scale(result, Count);
                break;
            case StatisticsOperation.Accumulate:
                _sum!.Scale(result, 1);
                break;
            case StatisticsOperation.StandardDeviation:
                _deviation!.Finish(result, Count, MissedOf(0, _points));
                break;
            case StatisticsOperation.Maximum:
                SpanOf(_maximum!).CopyTo(result);
                break;
            case StatisticsOperation.Minimum:
                SpanOf(_minimum!).CopyTo(result);
                break;
            default:
                LastSample.Finish<T>(operation, last!.Value, initial, seconds, result);
                break;
        }

        // The operations on the last sample may compare with one whose missing values are of another window.
        if ((Missing ?? initial?.Missing) is { } missing)
            Unmark(operation, result, T.CreateTruncating(missing));
        return product;
    }

    public override void Reset()
    {
        _sum?.Release();
        _counted?.Release();
        _deviation?.Release();
        _maximum?.Release();
        _minimum?.Release();
        _missed?.Return();
        (_maximum, _minimum, _missed) = (null, null, null);
        Missing = null;
        Count = 0;
    }

    protected override void TakeOverValues(Accumulators other, ReadOnlySpan<PointRun> runs)
    {
        var from = (WindowAccumulators<T>)other;
        _sum?.TakeOver(from._sum!, runs);
        _counted?.TakeOver(from._counted!, runs);
        _deviation?.TakeOver(from._deviation!, runs);
        SharedPoints.Copy(from._maximum, ref _maximum, _points, runs);
        SharedPoints.Copy(from._minimum, ref _minimum, _points, runs);
        SharedPoints.Copy<int>(from._missed, from._points, ref _missed, _points, runs);
    }

    protected override void SaveValues(ByteWriter writer)
    {
        _sum?.Save(writer);
        _counted?.Save(writer);
        _deviation?.Save(writer);
        if (_maximum is not null)
            writer.Values<T>(SpanOf(_maximum));
        if (_minimum is not null)
            writer.Values<T>(SpanOf(_minimum));
        writer.Flag(_missed is not null);
        if (_missed is not null)
            writer.Values<int>(_missed.Span<int>(_points));
    }

    protected override void RestoreValues(ref ByteReader reader)
    {
        _sum?.Restore(ref reader);
        _counted?.Restore(ref reader);
        _deviation?.Restore(ref reader);
        if (_wantsMaximum)
            reader.Values(SpanOf(_maximum = FieldPayload.Rent(PrecisionOf, _points)));
        if (_wantsMinimum)
            reader.Values(SpanOf(_minimum = FieldPayload.Rent(PrecisionOf, _points)));
        if (reader.Flag())
            reader.Values((_missed = NativeBufferPool.Shared.Rent(_points * sizeof(int))).Span<int>(_points));
    }

    private static Precision PrecisionOf => typeof(T) == typeof(double) ? Precision.Double : Precision.Single;

    private ReadOnlySpan<int> MissedOf(int start, int length) => _missed is null ? default : _missed.Span<int>(_points).Slice(start, length);

    private static Span<T> SpanOf(FieldPayload field) => FieldSpan.Of<T>(field);

    private void AddPiece(ReadOnlySpan<T> x, int start, bool isFirst)
    {
        _sum?.Add(x, start);
        if (_maximum is not null)
        {
            var acc = SpanOf(_maximum).Slice(start, x.Length);
            if (isFirst)
                x.CopyTo(acc);
            else if (_threshold > 0)
                ExtremeKernels.MaxNumber(acc, x);
            else
                ExtremeKernels.Max(acc, x);
        }

        if (_minimum is not null)
        {
            var acc = SpanOf(_minimum).Slice(start, x.Length);
            if (isFirst)
                x.CopyTo(acc);
            else if (_threshold > 0)
                ExtremeKernels.MinNumber(acc, x);
            else
                ExtremeKernels.Min(acc, x);
        }
    }

    /// <summary>Puts the number that stands for a missing value where there is none, or too few went in.</summary>
    private void Unmark(StatisticsOperation operation, Span<T> result, T missing)
    {
        if (_missed is not null && operation is StatisticsOperation.Average or StatisticsOperation.Maximum or StatisticsOperation.Minimum or StatisticsOperation.StandardDeviation)
        {
            var missed = _missed!.Span<int>(_points);
            for (var i = 0; i < result.Length; i++)
            {
                if (Count - missed[i] < _threshold)
                    result[i] = T.NaN;
            }
        }

        for (var i = 0; i < result.Length; i++)
        {
            if (T.IsNaN(result[i]))
                result[i] = missing;
        }
    }
}
