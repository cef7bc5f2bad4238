using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Core.Payloads;
using Windrow.Core.PlugIns;
using Windrow.Fields.Statistics.Accumulation;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Statistics.Series;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>The dialect of <c>statistics-mtg2</c>, multio's second generation, which reads and writes MARS metadata.</summary>
internal sealed class Mtg2Statistics : StatisticsDialect
{
    private readonly Mtg2StatisticsOptions _options;
    private readonly bool _strict;
    private readonly bool _isForSpectral;
    private readonly MarsSeriesKeyReader _keys;
    private readonly MarsSampleReader _samples;
    private readonly ProductPlans _plans;
    private readonly MarsProductWriter _writer;

    public Mtg2Statistics(Mtg2StatisticsOptions options, bool strictFlow)
        : base(options)
    {
        _options = options;
        _strict = strictFlow || options.StrictMultio;
        _isForSpectral = options.Operations.All(static operation => operation is StatisticsOperation.Average or StatisticsOperation.Instant);
        _keys = new MarsSeriesKeyReader(options.Key);
        _samples = new MarsSampleReader(_strict);
        _plans = new ProductPlans(options);
        _writer = new MarsProductWriter(options, _plans);
    }

    public static StatisticsAction Action(Mtg2StatisticsOptions options, PlugInContext context) =>
        new(new Mtg2Statistics(options, context.StrictMultio), context.FullPath);

    public override string Declaration => _options.DeclarationOfMtg2(_strict);

    /// <summary>What cannot have a product is refused with its first field, and not when a window of it ends.</summary>
    public override bool TryRead(Message message, out SeriesKey key, out Sample sample, out Failure? failure)
    {
        key = default;
        if (!_samples.TryRead(message.Metadata, out sample, out failure) || !_keys.TryRead(message, out key, out var isSpectral, out failure))
            return false;
        failure = isSpectral && !_isForSpectral
            ? Failure.Permanent("of spherical harmonics there are no other statistics than average and instant", "interpolate the field to a grid in front, or give it a plan of its own")
            : _plans.Check(message.Metadata);
        return failure is null;
    }

    public override DateTime? TimeOf(Metadata metadata) => _samples.TryRead(metadata, out var sample, out _) ? sample.Time : null;

    public override FieldSeries Create(int points, Precision precision) =>
        new Mtg2Series(Options, AccumulatorFactory.Create(Options, strict: false, points, precision), _writer, points, precision);

    /// <summary>A restart does not end windows; the end does, whether restarts are written or not. multio knows one kind of end only.</summary>
    public override FlushUse UseOf(Metadata flush, bool writesRestarts)
    {
        if (FlushKinds.IsStepAndRestart(flush))
            return writesRestarts ? FlushUse.Restart : FlushUse.None;
        return (_strict ? FlushKinds.IsLastStep(flush) : FlushKinds.IsLast(flush)) ? FlushUse.End : FlushUse.None;
    }
}
