using System.Globalization;
using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.KnownMetadata;
using Windrow.Fields.Values;

namespace Windrow.Fields.Statistics.Samples;

/// <summary>
/// Reads from metadata when a message's field is for. The reference time is multio's <c>startDate</c> (yyyymmdd) and
/// <c>startTime</c> (hhmmss), else <c>date</c> and <c>time</c> (hhmm, as in MARS), else ecCodes' <c>dataDate</c> and
/// <c>dataTime</c>; the step is <c>endStep</c> or <c>step</c> in units of <c>timeStep</c> seconds, or with a unit of its own.
/// </summary>
internal sealed class SampleReader(StatisticsSettings settings, bool strict)
{
    // Beyond these, sums of times and steps could leave the calendar.
    private const int LastYear = 9000;
    private const double LongestStep = 1e10;

    private readonly OwnKey _startDate = new("startDate");
    private readonly OwnKey _startTime = new("startTime");
    private readonly OwnKey _date = new("date");
    private readonly OwnKey _time = new("time");
    private readonly MetadataSlot _dataDate = new("dataDate");
    private readonly MetadataSlot _dataTime = new("dataTime");
    private readonly OwnKey _ownEndStep = new("endStep");
    private readonly OwnKey _ownStep = new("step");
    private readonly MetadataSlot _endStep = new("endStep");
    private readonly OwnKey _timeStep = new("timeStep");
    private readonly SlipSlot _timeStepSlip = new("timeStep");
    private readonly OwnKey _frequency = new("step-frequency");

    public bool TryRead(Metadata metadata, out Sample sample, out Failure? failure)
    {
        sample = default;
        if (!TryReadEpoch(metadata, out var epoch, out failure))
            return false;
        var timeStep = settings.TimeStep;
        if (_timeStep.TryGet(metadata, out var value) && (!MetadataNumber.TryGet(value, out timeStep) || timeStep is < 1 or > int.MaxValue))
            return Fails(out failure, $"'timeStep' is {value}", "it is a whole number of seconds, such as 3600");
        else if (value.IsNone && _timeStepSlip.Find(metadata) is { } slip)
            return Fails(out failure, $"the message has no 'timeStep', but '{slip}'", $"write timeStep; without it a step counts as {timeStep} s");
        long? frequency = settings.StepFrequency ?? (strict ? 1 : null);
        if (_frequency.TryGet(metadata, out value))
        {
            if (!MetadataNumber.TryGet(value, out var steps) || steps is < 1 or > int.MaxValue)
                return Fails(out failure, $"'step-frequency' is {value}", "it is how many steps lie between two samples, such as 6");
            frequency = steps;
        }

        if (!_ownEndStep.TryGet(metadata, out value) && !_ownStep.TryGet(metadata, out value) && !_endStep.TryGet(metadata, out value))
            return Fails(out failure, $"the message has neither 'endStep' nor 'step'{SlipClause("step", metadata)}", "set 'step' in front: 0 for analyses");
        if (!TryReadStep(value, timeStep, out var seconds))
            return Fails(out failure, $"the step {value} is not one", "it is a whole number of time steps, or has a unit: 90m, 6h, 1d");
        var time = epoch.AddSeconds(Math.Max(seconds, 0));
        sample = new Sample(epoch, time, timeStep, frequency);
        return true;
    }

    private bool TryReadEpoch(Metadata metadata, out DateTime epoch, out Failure? failure)
    {
        epoch = default;
        var (dateKey, timeKey) = ("startDate", "startTime");
        var isClock = true;
        MetadataValue date, time;
        if (settings.UseCurrentTime || !(_startDate.TryGet(metadata, out date) && _startTime.TryGet(metadata, out time)))
        {
            (dateKey, timeKey) = ("date", "time");
            isClock = settings.UseCurrentTime;
            if (!(_date.TryGet(metadata, out date) && _time.TryGet(metadata, out time)))
            {
                (dateKey, timeKey) = ("dataDate", "dataTime");
                isClock = false;
                if (!(_dataDate.TryGet(metadata, out date) && _dataTime.TryGet(metadata, out time)))
                {
                    return Fails(
                        out failure,
                        $"the message has no reference time: neither 'startDate' and 'startTime', nor 'date' and 'time', nor 'dataDate' and 'dataTime'{SlipClause("startDate", metadata)}{SlipClause("startTime", metadata)}",
                        "put a 'set' action in front that sets startDate (yyyymmdd) and startTime (hhmmss)");
                }
            }
        }

        if (!MetadataNumber.TryGet(date, out var day) || day is < 10101 or > (LastYear * 10000L) + 1231
            || !DateTime.TryParseExact(day.ToString("00000000", CultureInfo.InvariantCulture), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out epoch))
            return Fails(out failure, $"'{dateKey}' is {date}, which is no date", "write it as yyyymmdd: 20260131");
        if (!MetadataNumber.TryGet(time, out var clock) || !TryReadTime(clock, isClock, out var ofDay))
            return Fails(out failure, $"'{timeKey}' is {time}, which is no time of day", isClock ? "write it as hhmmss: 120000" : "write it as hhmm: 1200");
        failure = null;
        epoch += ofDay;
        return true;
    }

    // A MARS time that cannot be hhmm is multio's hhmmss.
    private bool TryReadTime(long clock, bool isClock, out TimeSpan ofDay)
    {
        var hhmmss = isClock || clock > 2359 ? clock : clock * 100;
        var (hours, minutes, seconds) = (hhmmss / 10000, hhmmss / 100 % 100, hhmmss % 100);
        ofDay = new TimeSpan((int)Math.Clamp(hours, 0, 24), (int)minutes, strict ? 0 : (int)seconds);
        return clock >= 0 && hours < 24 && minutes < 60 && seconds < 60;
    }

    private static bool TryReadStep(MetadataValue value, long timeStep, out double seconds)
    {
        if (MetadataNumber.TryGet(value, out var steps))
        {
            seconds = (double)steps * timeStep;
            return seconds < LongestStep;
        }

        seconds = 0;
        if (!value.TryGetString(out var text) || text.Length < 2)
            return false;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' or 'D' => 86400, _ => 0 };
        if (unit == 0 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
            return false;
        seconds = (double)count * unit;
        return seconds < LongestStep;
    }

    private static string SlipClause(string key, Metadata metadata) => KnownKeys.SlipOf(key, metadata) is { } slip ? $"; '{slip}' looks like '{key}'" : "";

    private static bool Fails(out Failure? failure, string reason, string advice)
    {
        failure = Failure.Permanent(reason, advice);
        return false;
    }
}
