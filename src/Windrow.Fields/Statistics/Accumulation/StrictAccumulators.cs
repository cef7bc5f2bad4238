using System.Numerics;
using Windrow.Core.Binary;
using Windrow.Core.Payloads;
using Windrow.Fields.Domains;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Accumulation;

/// <summary>
/// Accumulators with the arithmetic of multio 2.11: everything in the precision of the samples, a running mean, maxima
/// that begin at the smallest positive number, missing values by comparison with their mark, and counts that every
/// operation with a threshold advances.
/// </summary>
/// <typeparam name="T">The precision of the samples.</typeparam>
internal sealed class StrictAccumulators<T> : Accumulators
    where T : unmanaged, IBinaryFloatingPointIeee754<T>, IMinMaxValue<T>
{
    private readonly IReadOnlyList<StatisticsOperation> _operations;
    private readonly FieldPayload?[] _values;
    private readonly int _points;
    private readonly int _threshold;
    private NativeBuffer? _counts;

    public StrictAccumulators(IReadOnlyList<StatisticsOperation> operations, int points, int threshold)
    {
        _operations = operations;
        _values = new FieldPayload?[operations.Count];
        _points = points;
        _threshold = threshold;
    }

    public override void Add(in FieldValues values)
    {
        var isFirst = Count++ == 0;
        Missing = values.Missing;
        var x = FieldSpan.Of<T>(values.Field);
        for (var i = 0; i < _operations.Count; i++)
        {
            var operation = _operations[i];
            if (operation.NeedsLast())
                continue;
            if (isFirst)
                Begin(i, operation);
            var v = FieldSpan.Of<T>(_values[i]!);
            if (_threshold > 0 && values.Missing is { } mark && operation != StatisticsOperation.Accumulate)
                AddCounted(operation, v, x, mark);
            else
                AddAll(operation, v, x, values.Missing);
        }
    }

    public override FieldPayload Finish(StatisticsOperation operation, FieldValues? last, FieldValues? initial, double seconds)
    {
        var product = FieldPayload.Rent(typeof(T) == typeof(double) ? Precision.Double : Precision.Single, _points);
        var result = FieldSpan.Of<T>(product);
        if (operation.NeedsLast())
        {
            FinishLast(operation, FieldSpan.Of<T>(last!.Value.Field), initial is { } before ? FieldSpan.Of<T>(before.Field) : default, last.Value.Missing, seconds, result);
            return product;
        }

        FieldSpan.Of<T>(_values[IndexOf(operation)]!).CopyTo(result);
        if (_threshold > 0 && Missing is { } mark && operation != StatisticsOperation.Accumulate)
        {
            var counts = _counts!.Span<long>(_points);
            for (var i = 0; i < result.Length; i++)
            {
                if (counts[i] < _threshold)
                    result[i] = T.CreateTruncating(mark);
            }
        }

        return product;
    }

    public override void Reset()
    {
        foreach (var values in _values)
            values?.Release();
        Array.Clear(_values);
        _counts?.Return();
        _counts = null;
        Count = 0;
        Missing = null;
    }

    protected override void TakeOverValues(Accumulators other, ReadOnlySpan<PointRun> runs)
    {
        var from = (StrictAccumulators<T>)other;
        for (var i = 0; i < _values.Length; i++)
            SharedPoints.Copy(from._values[i], ref _values[i], _points, runs);
        SharedPoints.Copy<long>(from._counts, from._points, ref _counts, _points, runs);
    }

    protected override void SaveValues(ByteWriter writer)
    {
        foreach (var values in _values)
        {
            if (values is not null)
                writer.Values<T>(FieldSpan.Of<T>(values));
        }

        writer.Flag(_counts is not null);
        if (_counts is not null)
            writer.Values<long>(_counts.Span<long>(_points));
    }

    protected override void RestoreValues(ref ByteReader reader)
    {
        for (var i = 0; i < _operations.Count; i++)
        {
            if (_operations[i].NeedsLast())
                continue;
            _values[i] = FieldPayload.Rent(typeof(T) == typeof(double) ? Precision.Double : Precision.Single, _points);
            reader.Values(FieldSpan.Of<T>(_values[i]!));
        }

        if (reader.Flag())
            reader.Values((_counts = NativeBufferPool.Shared.Rent(checked(_points * sizeof(long)))).Span<long>(_points));
    }

    private int IndexOf(StatisticsOperation operation)
    {
        for (var i = 0; i < _operations.Count; i++)
        {
            if (_operations[i] == operation)
                return i;
        }

        return -1;
    }

    private void Begin(int index, StatisticsOperation operation)
    {
        _values[index] = FieldPayload.Rent(typeof(T) == typeof(double) ? Precision.Double : Precision.Single, _points);
        var smallest = typeof(T) == typeof(double) ? T.CreateTruncating(2.2250738585072014e-308) : T.CreateTruncating(1.17549435e-38f);
        FieldSpan.Of<T>(_values[index]!).Fill(operation switch
        {
            StatisticsOperation.Maximum => smallest,
            StatisticsOperation.Minimum => T.MaxValue,
            _ => T.Zero,
        });
    }

    private void AddAll(StatisticsOperation operation, Span<T> v, ReadOnlySpan<T> x, double? missing)
    {
        var now = 1.0 / Count;
        var before = (Count - 1) * now;
        for (var i = 0; i < v.Length; i++)
        {
            if (missing is { } mark && (IsMark(v[i], mark) || IsMark(x[i], mark)))
                v[i] = T.CreateTruncating(mark);
            else
                v[i] = Step(operation, v[i], x[i], before, now);
        }
    }

    private void AddCounted(StatisticsOperation operation, Span<T> v, ReadOnlySpan<T> x, double mark)
    {
        if (_counts is null)
        {
            _counts = NativeBufferPool.Shared.Rent(checked(_points * sizeof(long)));
            _counts.Span<long>(_points).Clear();
        }

        var counts = _counts.Span<long>(_points);
        for (var i = 0; i < v.Length; i++)
        {
            if (IsMark(x[i], mark))
                continue;
            var count = ++counts[i];
            var now = 1.0 / count;
            v[i] = Step(operation, v[i], x[i], (count - 1) * now, now);
        }
    }

    private static T Step(StatisticsOperation operation, T v, T x, double before, double now) => operation switch
    {
        StatisticsOperation.Average => T.CreateTruncating((double.CreateTruncating(v) * before) + (double.CreateTruncating(x) * now)),
        StatisticsOperation.Accumulate => v + x,
        StatisticsOperation.Maximum => v > x ? v : x,
        _ => v < x ? v : x,
    };

    private static void FinishLast(StatisticsOperation operation, ReadOnlySpan<T> x, ReadOnlySpan<T> initial, double? missing, double seconds, Span<T> result)
    {
        var factor = 1.0 / seconds;
        for (var i = 0; i < result.Length; i++)
        {
            var start = initial.IsEmpty ? T.Zero : initial[i];
            var isMissing = missing is { } mark && (IsMark(x[i], mark) || (IsMark(start, mark) && operation is not (StatisticsOperation.FluxAverage or StatisticsOperation.FixedWindowFluxAverage)));
            result[i] = operation switch
            {
                _ when isMissing => T.CreateTruncating(missing!.Value),
                StatisticsOperation.FluxAverage => T.CreateTruncating(double.CreateTruncating(x[i]) * factor),
                StatisticsOperation.Difference or StatisticsOperation.DeAccumulate => x[i] - start,
                StatisticsOperation.InverseDifference => start - x[i],
                StatisticsOperation.FixedWindowFluxAverage => T.CreateTruncating(double.CreateTruncating(x[i] - start) * factor),
                _ => x[i],
            };
        }
    }

    private static bool IsMark(T value, double mark) => double.CreateTruncating(value) == mark;
}
