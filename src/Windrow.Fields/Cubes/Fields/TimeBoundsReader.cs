using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Mapping;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Values;

namespace Windrow.Fields.Cubes.Fields;

/// <summary>
/// Reads when a field is for: the reference time and step as <c>statistics</c> reads them; the interval from <c>previousDate</c> and
/// <c>currentDate</c>, which statistics set, else from <c>timespan</c>, else from <c>startStep</c> of a GRIB header or of what is left of one.
/// </summary>
internal sealed class TimeBoundsReader
{
    private readonly SampleReader _samples = new(new StatisticsSettings(), strict: false);
    private readonly OwnKey _previousDate = new("previousDate");
    private readonly OwnKey _previousTime = new("previousTime");
    private readonly OwnKey _currentDate = new("currentDate");
    private readonly OwnKey _currentTime = new("currentTime");
    private readonly OwnKey _operation = new("operation");
    private readonly OwnKey _timespan = new("timespan");
    private readonly MetadataSlot _startStep = new("startStep");
    private readonly MetadataSlot _stepType = new("stepType");

    public bool TryRead(Metadata metadata, out CubeTime time, out string? cellMethods, out Failure? failure)
    {
        time = default;
        cellMethods = null;
        if (!_samples.TryRead(metadata, out var sample, out failure))
            return false;
        var operation = _operation.TryGet(metadata, out var value) && value.TryGetString(out var named) ? named : null;
        var (end, begin) = (sample.Time, (DateTime?)null);
        if (operation != "instant" && TryMoment(_previousDate, _previousTime, metadata, out var previous) && TryMoment(_currentDate, _currentTime, metadata, out var current))
            (begin, end) = (previous, current);
        else if (operation != "instant" && _timespan.TryGet(metadata, out value) && StepText.TryRead(value, out var span) && span > 0)
            begin = end.AddSeconds(-span);
        else if ((metadata.Tail is not null ? operation is null : operation is not null and not "instant") && _startStep.TryGet(metadata, out value) && StepText.TryRead(value, out var start) && sample.Epoch.AddSeconds(start) < end)
            begin = sample.Epoch.AddSeconds(start);
        operation ??= metadata.Tail is not null && _stepType.TryGet(metadata, out value) ? value.ToString() : null;
        if (begin is not null)
            cellMethods = MethodOf(operation);
        time = new CubeTime(sample.Epoch, end, begin);
        return true;
    }

    // Appendix E of the CF conventions.
    private static string? MethodOf(string? operation) => operation switch
    {
        "average" or "avg" => "time: mean",
        "accumulate" or "accum" => "time: sum",
        "maximum" or "max" => "time: maximum",
        "minimum" or "min" => "time: minimum",
        "stddev" or "sd" => "time: standard_deviation",
        _ => null,
    };

    private static bool TryMoment(OwnKey dateKey, OwnKey timeKey, Metadata metadata, out DateTime moment)
    {
        moment = default;
        if (!dateKey.TryGet(metadata, out var value) || !TimeReader.TryDate(value, out moment))
            return false;
        if (timeKey.TryGet(metadata, out value) && TimeReader.TryTime(value, isClock: true, out var time))
            moment += time;
        return true;
    }
}
