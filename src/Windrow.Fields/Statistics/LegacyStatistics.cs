using Microsoft.Extensions.Logging;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics;

/// <summary>The dialect of <c>statistics</c>, multio's first generation.</summary>
internal sealed class LegacyStatistics(StatisticsOptions options, bool strictFlow, ILogger log) : StatisticsDialect(options)
{
    private readonly bool _strict = strictFlow || options.StrictMultio;
    private readonly SeriesKeyReader _keys = new(options.Key) { Log = log };
    private readonly SampleReader _samples = new(options.Settings, strictFlow || options.StrictMultio);
    private readonly LegacyProductWriter _writer = new(options);

    public override string Declaration => Options.Declaration(_strict);

    public override bool TryRead(Message message, out SeriesKey key, out Sample sample, out Failure? failure)
    {
        key = default;
        return _samples.TryRead(message.Metadata, out sample, out failure) && _keys.TryRead(message, out key, out failure);
    }

    public override DateTime? TimeOf(Metadata metadata) => _samples.TryRead(metadata, out var sample, out _) ? sample.Time : null;

    public override FieldSeries Create(int points, Precision precision)
    {
        var accumulators = AccumulatorFactory.Create(Options, _strict, points, precision);
        return _strict
            ? new StrictSeries(Options, accumulators, _writer, points, precision)
            : new CorrectedSeries(Options, accumulators, _writer, points, precision);
    }

    /// <summary>Where restarts are written, open windows go there at the end as well, and the next run goes on with them.</summary>
    public override FlushUse UseOf(Metadata flush, bool writesRestarts)
    {
        if (writesRestarts)
            return FlushKinds.IsRestart(flush) ? FlushUse.Restart : FlushUse.None;
        return FlushKinds.IsLast(flush) ? FlushUse.End : FlushUse.None;
    }
}
