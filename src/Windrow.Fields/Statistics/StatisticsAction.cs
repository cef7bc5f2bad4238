using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Windrow.Core.Binary;
using Windrow.Core.Checkpoints;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.Plans;
using Windrow.Core.PlugIns;
using Windrow.Fields.Domains;
using Windrow.Fields.Statistics.Restart;
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
    private readonly StatisticsDialect _dialect;
    private readonly ConcurrentDictionary<SeriesKey, FieldSeries> _series = new();
    private readonly ByteWriter _state = new();
    private readonly OwnKey _domain = new("domain");
    private readonly Func<string, string> _fullPath;
    private RestartWriter? _restartWriter;
    private RestartReader? _restartReader;
    private int _count;

    public StatisticsAction(StatisticsOptions options, PlugInContext context)
        : this(new LegacyStatistics(options, context.StrictMultio, context.Services.Logs.CreateLogger("windrow.statistics")), context.FullPath)
    {
    }

    public StatisticsAction(StatisticsOptions options, bool strict)
        : this(new LegacyStatistics(options, strict, NullLogger.Instance), Path.GetFullPath)
    {
    }

    /// <param name="fullPath">Makes 'restart-path' absolute.</param>
    public StatisticsAction(StatisticsDialect dialect, Func<string, string> fullPath) => (_dialect, _fullPath) = (dialect, fullPath);

    public override bool IsConcurrent => true;

    public override bool Checkpoints => true;

    public override bool HasOpenState => _series.Values.Any(static series => series.HoldsState);

    public override void Start(ActionContext context)
    {
        var settings = _dialect.Options.Settings;
        if (!settings.ReadRestart && !settings.WriteRestart)
            return;
        var folder = new RestartFolder(context.Services, Path.Combine(_fullPath(settings.RestartPath), settings.RestartPrefix));
        var (domains, declaration) = (context.Shared.Get<DomainMaps>(), _dialect.Declaration);
        if (settings.WriteRestart)
            _restartWriter = new RestartWriter(folder, domains, declaration, _dialect.TimeOf);
        if (settings.ReadRestart)
            _restartReader = new RestartReader(context.Services, folder, settings.RestartTime, declaration, domains, _dialect.Create);
    }

    public override void Process(Message message, Output output)
    {
        if (message.Kind != MessageKind.Field)
        {
            output.Emit(message);
            return;
        }

        if (!_dialect.TryRead(message, out var key, out var sample, out var failure))
        {
            output.Fail(message, failure!);
            return;
        }

        if (!_series.TryGetValue(key, out var series) && !TryBegin(message, key, sample.Time, out series, out failure))
        {
            output.Fail(message, failure!);
            return;
        }

        lock (series!.Turn)
        {
            series.Domain ??= DomainOf(message.Metadata);
            failure = series.Take(message, sample, output);
            series.IsChanged = series.IsRestartDue = true;
        }

        if (failure is not null)
            output.Fail(message, failure with { Reason = $"{key}: {failure.Reason}" });
    }

    /// <summary>
    /// At the end of the input the windows that are open are emitted, in the order of their keys, unless they go to a restart instead; the
    /// flush goes on when that is durable.
    /// </summary>
    public override void Flush(Message flush, Output output)
    {
        var use = _dialect.UseOf(flush.Metadata, _restartWriter is not null);
        if (use == FlushUse.Restart && _restartWriter!.Write(flush.Metadata, SeriesOf(SourcePeer.Of(flush.Metadata))) is { } failure)
        {
            output.Fail(flush, failure);
            return;
        }

        if (use == FlushUse.End)
        {
            foreach (var (_, series) in SeriesOf(SourcePeer.Of(flush.Metadata)))
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
        var series = _dialect.Create(points, precision);
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

    // A client's flush is for its own parts; one that came from none is for all. In the order of their keys.
    private List<KeyValuePair<SeriesKey, FieldSeries>> SeriesOf(string client) =>
        [.. _series.Where(entry => client.Length == 0 || entry.Key.Client.Length == 0 || entry.Key.Client == client).OrderBy(static entry => entry.Key.ToString(), StringComparer.Ordinal)];

    private string DomainOf(Metadata metadata) => _domain.TryGet(metadata, out var value) && value.TryGetString(out var name) ? name : "";

    private bool TryBegin(Message message, SeriesKey key, DateTime time, out FieldSeries? series, out Failure? failure)
    {
        series = null;
        if (Volatile.Read(ref _count) >= _dialect.Options.MaximumOpen)
        {
            failure = Failure.Permanent(
                $"{key} would be time series number {_dialect.Options.MaximumOpen + 1}",
                "select fewer fields, name fewer keys under 'key', or raise 'maximum-open'");
            return false;
        }

        if (!MessageValues.TryShape(message, out var points, out var precision, out failure))
            return false;
        var fresh = _restartReader is null ? _dialect.Create(points, precision) : _restartReader.Read(key, DomainOf(message.Metadata), time, points, precision, out failure);
        if (fresh is null)
            return false;
        series = _series.GetOrAdd(key, fresh);
        if (ReferenceEquals(series, fresh))
            Interlocked.Increment(ref _count);
        else
            fresh.Release();
        return true;
    }
}
