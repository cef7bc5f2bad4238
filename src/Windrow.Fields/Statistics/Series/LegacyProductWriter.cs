using System.Globalization;
using Windrow.Core.Messages;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Series;

/// <summary>The metadata of the products of <c>statistics</c>: those of the last sample, and what multio adds to them.</summary>
internal sealed class LegacyProductWriter : ProductWriter
{
    private readonly StatisticsOptions _options;
    private readonly MetadataSlot _param = new("paramId");
    private readonly OwnKey _ownParam = new("param");
    private readonly Dictionary<(string Param, string Operation), long> _mappings = [];

    public LegacyProductWriter(StatisticsOptions options)
    {
        _options = options;
        foreach (var mapping in options.Mappings)
        {
            if (mapping.Where.OutputFrequency == options.OutputFrequency)
                _mappings[(mapping.Where.Param!, mapping.Where.Operation!)] = mapping.To;
        }
    }

    protected override Metadata Describe(WindowState window, StatisticsOperation operation, double? missing, bool? isComplete)
    {
        // Analyses have a reference time each; that of their mean is where it begins.
        var epoch = window.Epoch is { } one && one <= window.Creation ? one : window.Creation;
        var end = isComplete == false && window.Last.Time < window.End ? window.Last.Time : window.End;
        var builder = window.Metadata.Change()
            .Set("sampleIntervalInSeconds", Seconds(window.Last.Time - window.LastButOne))
            .Set("startDate", Date(epoch)).Set("startTime", Clock(epoch))
            .Set("step-frequency", Seconds(end - window.Creation) / window.Last.TimeStep)
            .Set("previousDate", Date(window.Creation)).Set("previousTime", Clock(window.Creation))
            .Set("currentDate", Date(end)).Set("currentTime", Clock(end))
            .Set("startStepInHours", Seconds(window.Creation - epoch) / 3600)
            .Set("endStepInHours", Seconds(end - epoch) / 3600)
            .Set("operation", operation.OutputName())
            .Set("operation-frequency", _options.OutputFrequency!);
        if (epoch != window.Last.Epoch)
            builder.Set("step", Seconds(window.Last.Time - epoch) / window.Last.TimeStep);
        if (isComplete is { } complete)
            builder.Set("complete", complete);
        if (missing is { } mark)
            builder.Set("bitmapPresent", true).Set("missingValue", mark);
        if (_mappings.Count > 0 && TryMap(window.Metadata, operation, out var to))
            builder.Set("paramId", to).Set("param", to.ToString(CultureInfo.InvariantCulture));
        return builder.Build();
    }

    private bool TryMap(Metadata metadata, StatisticsOperation operation, out long to)
    {
        to = 0;
        return (_param.TryGet(metadata, out var param) || _ownParam.TryGet(metadata, out param))
            && _mappings.TryGetValue((param.ToString(), operation.OutputName()), out to);
    }
}
