using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Mapping;
using Windrow.Fields.Statistics.Samples;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Mtg2;

/// <summary>
/// When a field with MARS metadata is for: <c>date</c> (yyyymmdd) and <c>time</c> (hhmmss as a number, as multio has it; a text of four digits
/// is MARS' hhmm), and <c>step</c>; a <c>timespan</c> says since when. All times are UTC.
/// </summary>
internal sealed class MarsSampleReader(bool strict)
{
    private const long Hour = 3600;

    private readonly OwnKey _date = new("date");
    private readonly OwnKey _time = new("time");
    private readonly OwnKey _step = new("step");
    private readonly OwnKey _timespan = new("timespan");
    private readonly OwnKey _increment = new("misc-timeIncrementInSeconds");
    private readonly MetadataSlot _dataDate = new("dataDate");
    private readonly MetadataSlot _dataTime = new("dataTime");
    private readonly MetadataSlot _endStep = new("endStep");

    /// <summary>The sample's interval is its timespan, where it has one.</summary>
    public bool TryRead(Metadata metadata, out Sample sample, out Failure? failure)
    {
        sample = default;
        if (!TryReadEpoch(metadata, out var epoch, out failure))
            return false;
        if (!_step.TryGet(metadata, out var value) && !_endStep.TryGet(metadata, out value))
            return Fails(out failure, "the message has no 'step'", "set it in front: 0 for analyses");
        if (!StepText.TryRead(value, out var seconds))
            return Fails(out failure, $"the step {value} is not one", "it is a whole number of hours, or has a unit: 5400s, 6h");
        if (strict)
            seconds = seconds / Hour * Increment(metadata);
        long? span = null;
        if (_timespan.TryGet(metadata, out value) && !IsNone(value))
        {
            if (!TimespanText.TryGetSeconds(value, out var known))
                return Fails(out failure, $"the timespan {value} is not one", "it is a whole number of hours, or has a unit: 5400s, 6h");
            span = strict ? known / Hour * Hour : known;
        }

        sample = new Sample(epoch, epoch.AddSeconds(seconds), 1, span > 0 ? span : null);
        return true;
    }

    private bool TryReadEpoch(Metadata metadata, out DateTime epoch, out Failure? failure)
    {
        failure = null;
        epoch = default;
        var isClock = true;
        if (!_date.TryGet(metadata, out var date) || !_time.TryGet(metadata, out var time))
        {
            isClock = false;
            if (!_dataDate.TryGet(metadata, out date) || !_dataTime.TryGet(metadata, out time))
                return Fails(out failure, "the message has no 'date' and 'time'", "put a 'set' action in front that sets date (yyyymmdd) and time (hhmmss)");
        }

        if (!TimeReader.TryDate(date, out epoch))
            return Fails(out failure, $"'date' is {date}, which is no date", "write it as yyyymmdd: 20260131");
        isClock &= !(time.TryGetString(out var text) && text.Length == 4);
        if (!TimeReader.TryTime(time, isClock, out var ofDay))
            return Fails(out failure, $"'time' is {time}, which is no time of day", "write it as hhmmss, 120000, or in quotes as hhmm, \"1200\"");
        epoch += ofDay;
        return true;
    }

    // multio takes a step of hours times this for seconds.
    private long Increment(Metadata metadata) => _increment.TryGet(metadata, out var value) && MetadataNumber.TryGet(value, out var seconds) && seconds is > 0 and <= 86_400 ? seconds : Hour;

    // MARS' word for a field that is of a moment.
    private static bool IsNone(MetadataValue value) => value.TryGetString(out var text) && text == "none";

    private static bool Fails(out Failure? failure, string reason, string advice)
    {
        failure = Failure.Permanent(reason, advice);
        return false;
    }
}
