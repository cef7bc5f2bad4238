using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics;

/// <summary>
/// Statistics over time, point by point: a fold that takes fields in and emits one product per window and operation.
/// Several threads may work on different series at once; whoever calls keeps the order within a series.
/// </summary>
internal sealed class StatisticsAction : PlanAction
{
    private readonly StatisticsOptions _options;
    private readonly bool _strict;
    private readonly SeriesKeyReader _keys;
    private readonly SampleReader _samples;
    private readonly ProductWriter _writer;
    private readonly ConcurrentDictionary<SeriesKey, FieldSeries> _series = new();
    private readonly ByteWriter _state = new();
    private int _count;

    public StatisticsAction(StatisticsOptions options, PlugInContext context)
        : this(options, context.StrictMultio)
    {
    }

    public StatisticsAction(StatisticsOptions options, bool strict)
    {
        _options = options;
        _strict = strict || options.StrictMultio;
        _keys = new SeriesKeyReader(options.Key);
        _samples = new SampleReader(options.Settings, _strict);
        _writer = new ProductWriter(options);
    }

    public override bool IsConcurrent => true;

    public override bool Checkpoints => true;

    public override bool HasOpenState => _series.Values.Any(static series => series.HoldsState);

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        if (!_samples.TryRead(message.Metadata, out var sample, out var failure) || !_keys.TryRead(message, out var key, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        if (!_series.TryGetValue(key, out var series) && !TryBegin(message, key, out series, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        lock (series!.Turn)
        {
            failure = series.Take(message, sample, output);
            series.IsChanged = true;
        }

        if (failure is not null)
            output.Fail(message, failure with { Reason = $"{key}: {failure.Reason}" });
    }

    /// <summary>At the end of the input the windows that are open are emitted, in the order of their keys.</summary>
    public override void Flush(Message flush, Output output)
    {
        if (flush.Metadata.TryGet("flushKind", out var kind) && IsLast(kind))
        {
            foreach (var (_, series) in _series.OrderBy(static entry => entry.Key.ToString(), StringComparer.Ordinal))
            {
                lock (series.Turn)
                {
                    series.End(flush, output);
                    series.IsChanged = true;
                }
            }
        }

        output.Emit(flush);
    }

    /// <summary>Where old names in messages are told.</summary>
    public ILogger Log
    {
        init => _keys.Log = value;
    }

    public override void Save(FoldState state)
    {
        foreach (var (key, series) in _series)
        {
            if (!series.IsChanged && !state.Everything)
                continue;
            _state.Clear();
            key.Save(_state);
            var name = $"{key}#{default(MessageId).With(_state.Written)}";
            _state.Int32(series.Points);
            _state.Byte((byte)series.Precision);
            series.Save(_state);
            state.Put(name, _state.Written);
            series.IsChanged = false;
        }
    }

    public override void Restore(string key, ReadOnlySpan<byte> state, StoredFormats formats)
    {
        var reader = new ByteReader(state);
        var name = SeriesKey.Restore(ref reader);
        var points = reader.Int32();
        var precision = (Precision)reader.Byte();
        if (points < 0 || precision > Precision.Single)
            throw new CorruptDataException($"a series of {points} points");
        var series = Create(points, precision);
        series.Restore(ref reader, formats);
        if (_series.TryAdd(name, series))
            _count++;
    }

    public override void Close()
    {
        foreach (var series in _series.Values)
            series.Release();
        _series.Clear();
    }

    // multio's models say it by name or by number.
    private static bool IsLast(MetadataValue kind) =>
        kind.TryGetInt64(out var number) ? number is 3 or 4 or 5 : kind.TryGetString(out var name) && name is "last-step" or "end-of-simulation" or "close-connection";

    private bool TryBegin(Message message, SeriesKey key, out FieldSeries? series, out Failure? failure)
    {
        series = null;
        if (Volatile.Read(ref _count) >= _options.MaximumOpen)
        {
            failure = Failure.Permanent(
                $"{key} would be time series number {_options.MaximumOpen + 1}",
                "select fewer fields, name fewer keys under 'key', or raise 'maximum-open'");
            return false;
        }

        if (!MessageValues.TryShape(message, out var points, out var precision, out failure))
            return false;
        var fresh = Create(points, precision);
        series = _series.GetOrAdd(key, fresh);
        if (ReferenceEquals(series, fresh))
            Interlocked.Increment(ref _count);
        return true;
    }

    private FieldSeries Create(int points, Precision precision)
    {
        var accumulators = AccumulatorFactory.Create(_options, _strict, points, precision);
        return _strict
            ? new StrictSeries(_options, accumulators, _writer, points, precision)
            : new CorrectedSeries(_options, accumulators, _writer, points, precision);
    }
}
