using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;
using Windrow.Fields.Values;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>
/// The time ranges of a statistic of statistics in GRIB2: one for each level of the <c>stattype</c> and, where the field has a <c>timespan</c>,
/// one for the statistic that its parameter is by itself. The outermost comes first (WMO Manual on Codes, notes to template 4.8).
/// </summary>
internal sealed class StackedTimeRanges(Metadata additional)
{
    private const long Day = 86_400;

    // Code table 4.4.
    private const long Seconds = 13;
    private const long Missing = 255;

    private readonly MergedKey _timespan = new("timespan", additional);
    private readonly MergedKey _paramId = new("paramId", additional);
    private readonly MergedKey _param = new("param", additional);
    private readonly MergedKey _increment = new("sampleIntervalInSeconds", additional);

    /// <param name="length">Seconds of the outermost range.</param>
    /// <param name="typeOfIncrement">Code table 4.11, for all ranges.</param>
    public bool TryAdd(Metadata metadata, EncodeDraft draft, string stattype, string operation, long length, long typeOfIncrement, out Failure? failure)
    {
        if (!TryRanges(metadata, stattype, operation, length, out var ranges, out failure))
            return false;
        var count = ranges.Count;
        var (processes, increments, units, lengths, incrementUnits, incrementLengths) =
            (new MetadataValue[count], new MetadataValue[count], new MetadataValue[count], new MetadataValue[count], new MetadataValue[count], new MetadataValue[count]);
        for (var i = 0; i < count; i++)
        {
            var unit = TimeUnit.Of2(ranges[i].Length);
            (processes[i], increments[i], units[i], lengths[i]) = (ranges[i].Process, typeOfIncrement, unit.Code, ranges[i].Length / unit.Seconds);

            // The fields of a range are as far apart as the next range is long; nothing tells how far the model's own were.
            long? apart = i + 1 < count ? ranges[i + 1].Length : count == 1 && _increment.TryGetNumber(metadata, out var sample) && sample > 0 ? sample : null;
            (incrementUnits[i], incrementLengths[i]) = apart is null ? (Missing, 0) : (Seconds, apart.Value);
        }

        draft.HasSeveralRanges = true;
        draft.Add("numberOfTimeRange", (long)count);
        draft.Add("typeOfStatisticalProcessing", MetadataValue.Of(new MetadataList(processes)));
        draft.Add("typeOfTimeIncrement", MetadataValue.Of(new MetadataList(increments)));
        draft.Add("indicatorOfUnitForTimeRange", MetadataValue.Of(new MetadataList(units)));
        draft.Add("lengthOfTimeRange", MetadataValue.Of(new MetadataList(lengths)));
        draft.Add("indicatorOfUnitForTimeIncrement", MetadataValue.Of(new MetadataList(incrementUnits)));
        draft.Add("timeIncrement", MetadataValue.Of(new MetadataList(incrementLengths)));
        return true;
    }

    private bool TryRanges(Metadata metadata, string stattype, string operation, long length, out List<(long Process, long Length)> ranges, out Failure? failure)
    {
        ranges = [];
        failure = null;
        if (!StatType.TryRead(stattype, out var levels))
            return Fails(out failure, $"the stattype '{stattype}' is none", "write it as da or mo with av, mx, mn or sd: daav, or moav_damx");
        if (levels[0].Operation.NameOf() != operation)
            return Fails(out failure, $"the operation is {operation}, and the stattype {stattype} says {levels[0].Operation.NameOf()}", "correct one of them, or leave 'operation' out");
        foreach (var level in levels)
            ranges.Add((TimeRange2.ProcessOf(level.Operation.NameOf())!.Value, ranges.Count == 0 ? length : Day));
        if (!_timespan.TryGet(metadata, out var timespan) || (timespan.TryGetString(out var word) && word == "none"))
            return true;
        if (!TimespanText.TryGetSeconds(timespan, out var span))
            return Fails(out failure, $"the timespan {timespan} is not one", "it is a whole number of hours, or has a unit: 5400s, 6h");
        if (!(_param.TryGetNumber(metadata, out var param) || _paramId.TryGetNumber(metadata, out param)) || !StatisticsParams.TryGetOperation(param, out var inner))
            return Fails(out failure, $"the field has the stattype {stattype} of a statistic over {timespan} h, and its parameter does not say which one", "give it the 'param' of a mean, extreme or sum, such as 228004");
        ranges.Add((TimeRange2.ProcessOf(inner.NameOf())!.Value, span));
        return true;
    }

    private static bool Fails(out Failure? failure, string reason, string advice)
    {
        failure = Failure.Permanent(reason, advice);
        return false;
    }
}
