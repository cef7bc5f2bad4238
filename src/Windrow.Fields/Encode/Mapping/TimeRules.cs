using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;
using Windrow.Fields.Grib;
using Windrow.Fields.Statistics;
using Windrow.Fields.Statistics.Mtg2;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>
/// When the field is for. Products of statistics, which have an <c>operation</c> other than <c>instant</c>, become
/// fields over an interval; others have a reference time and a step. Without own entries the base's times stay.
/// </summary>
internal sealed class TimeRules(Metadata additional)
{
    private const long Hour = 3600;

    private static readonly MetadataKey TypeKey = "type";

    private readonly MergedKey _operation = new("operation", additional);
    private readonly MergedKey _stattype = new("stattype", additional);
    private readonly MergedKey _reference = new("timeReference", additional);
    private readonly MergedKey _type = new("type", additional);
    private readonly MergedKey _marsType = new("marsType", additional);
    private readonly (MergedKey Date, MergedKey Time, bool IsClock)[] _starts =
    [
        (new("startDate", additional), new("startTime", additional), true),
        (new("date", additional), new("time", additional), false),
        (new("dataDate", additional), new("dataTime", additional), false),
    ];

    private readonly (MergedKey Date, MergedKey Time, bool IsClock)[] _previous = [(new("previousDate", additional), new("previousTime", additional), true)];
    private readonly (MergedKey Date, MergedKey Time, bool IsClock)[] _current = [(new("currentDate", additional), new("currentTime", additional), true)];
    private readonly MergedKey _step = new("step", additional);
    private readonly MergedKey _endStep = new("endStep", additional);
    private readonly MergedKey _startStep = new("startStep", additional);
    private readonly MergedKey _stepRange = new("stepRange", additional);
    private readonly MergedKey _startHours = new("startStepInHours", additional);
    private readonly MergedKey _endHours = new("endStepInHours", additional);
    private readonly MergedKey _timeStep = new("timeStep", additional);
    private readonly TimeRange2 _range2 = new(additional);

    /// <param name="isInterval">The parameter is one over an interval by itself: from the reference time to the step where nothing else is said.</param>
    public bool TryAdd(Metadata metadata, EncodeDraft draft, bool isInterval, out Failure? failure)
    {
        var stattype = _stattype.TryGetText(metadata, out var stacked) && stacked.Length > 0 ? stacked : null;
        var operation = _operation.TryGetText(metadata, out var named) ? named : stattype is not null && StatType.TryRead(stattype, out var levels) ? levels[0].Operation.NameOf() : "instant";
        if (!TryMoment(_starts, metadata, out var start, out var hasTime, out failure) || !TryMoment(_previous, metadata, out var from, out _, out failure)
            || !TryMoment(_current, metadata, out var to, out _, out failure) || !TrySteps(metadata, out var startStep, out var endStep, out failure))
            return false;
        if (operation == "instant" && isInterval && start is not null && endStep is not null)
        {
            startStep ??= 0;
        }
        else if (operation == "instant" && !IsOfBase(metadata, draft, from, startStep, endStep))
        {
            // The last sample of a window, on the header that it came with: its times are right as they are.
            if (draft.Base == DraftBase.Header && _operation.TryGetText(metadata, out _))
                return true;
            return AddMoment(metadata, draft, start, hasTime, to, startStep, endStep, out failure);
        }

        if (start is { } epoch)
        {
            from ??= startStep is { } first ? epoch.AddSeconds(first) : null;
            to ??= endStep is { } last ? epoch.AddSeconds(last) : null;
        }

        if (from is not { } begin || to is not { } end || end < begin)
        {
            failure = Failure.Permanent(
                $"the message is an {operation} and does not say over which time",
                "it needs 'previousDate', 'previousTime', 'currentDate' and 'currentTime', or a start with 'startStep' and 'endStep'; the 'statistics' action sets them");
            return false;
        }

        var reference = Reference(metadata, start, begin, end, isRange: true);
        return reference > begin
            ? Fails(out failure, $"the reference time {reference:yyyy-MM-dd HH:mm} lies in the interval that begins {begin:yyyy-MM-dd HH:mm}", "set 'timeReference: previous'")
            : AddRange(metadata, draft, operation, stattype, new TimeSpanOf(reference, begin, end), out failure);
    }

    private bool AddRange(Metadata metadata, EncodeDraft draft, string operation, string? stattype, in TimeSpanOf span, out Failure? failure)
    {
        draft.Moving.Set(MovingKey.DataDate, Date(span.Reference));
        draft.Moving.Set(MovingKey.DataTime, Clock(span.Reference));
        if (draft.Edition == 2)
            return _range2.TryAdd(metadata, draft, operation, stattype, span, IsForecast(metadata), out failure);
        return stattype is null
            ? TimeRange1.TryAdd(draft, operation, span, out failure)
            : Fails(out failure, $"the field is a statistic of statistics (stattype {stattype}), and GRIB1 has one time range only", "encode in edition 2: 'overwrite: {edition: 2}'");
    }

    private bool AddMoment(Metadata metadata, EncodeDraft draft, DateTime? start, bool hasTime, DateTime? current, long? startStep, long? endStep, out Failure? failure)
    {
        failure = null;
        if (startStep is { } first && endStep is { } last && first != last)
            return Fails(out failure, $"the message is for the steps {first / (double)Hour} to {last / (double)Hour} h and has no 'operation'", "set 'operation' to average, accumulate, maximum, minimum or difference");
        if (start is { } known)
        {
            var valid = current ?? (endStep is { } seconds ? known.AddSeconds(seconds) : known);
            var reference = Reference(metadata, start, valid, valid, isRange: false);
            draft.Moving.Set(MovingKey.DataDate, Date(reference));
            if (hasTime || reference != known)
                draft.Moving.Set(MovingKey.DataTime, Clock(reference));
            if (endStep is null && current is null)
                return true;
            endStep = (long)(valid - reference).TotalSeconds;
        }

        if (endStep is not { } step)
            return true;
        if (step < 0)
            return Fails(out failure, "the field is valid before its reference time", "correct 'currentDate' or 'startDate'");
        if (draft.Edition == 1)
            return TimeRange1.TryAddMoment(draft, step, out failure);
        TimeRange2.AddMoment(draft, step);
        return true;
    }

    /// <summary>Forecasts refer to their start; analyses to the time, or the beginning of the interval, that they are for.</summary>
    private DateTime Reference(Metadata metadata, DateTime? start, DateTime previous, DateTime current, bool isRange)
    {
        var wanted = _reference.TryGetText(metadata, out var named) ? named
            : IsForecast(metadata) ? "start" : isRange ? "previous" : "current";
        return wanted switch
        {
            "start" => start ?? previous,
            "current" => current,
            _ => previous,
        };
    }

    private bool IsForecast(Metadata metadata)
    {
        var known = _type.TryGetText(metadata, out var type) || _marsType.TryGetText(metadata, out type);
        if (!known && metadata.Tail is GribTail tail && tail.TryGetText(TypeKey, out var inBase))
            (known, type) = (true, inBase);
        return !known || type is "fc" or "fcmean" or "cf" or "pf" or "4v";
    }

    /// <summary>The message has an interval and does not say of what kind, which the base does.</summary>
    private bool IsOfBase(Metadata metadata, EncodeDraft draft, DateTime? from, long? startStep, long? endStep) =>
        draft.IsOfInterval && !_operation.TryGetText(metadata, out _)
        && ((startStep is { } first && endStep is { } last && first != last) || (from is not null && _type.TryGetText(metadata, out var type) && type == "tpa"));

    private static bool TryMoment(ReadOnlySpan<(MergedKey Date, MergedKey Time, bool IsClock)> keys, Metadata metadata, out DateTime? moment, out bool hasTime, out Failure? failure)
    {
        moment = null;
        hasTime = false;
        failure = null;
        foreach (var (dateKey, timeKey, isClock) in keys)
        {
            // A time stamp, such as file names give, is not MARS' date.
            if (!dateKey.TryGet(metadata, out var value) || value.Type == MetadataType.Timestamp)
                continue;
            if (!TimeReader.TryDate(value, out var date))
                return Fails(out failure, $"'{dateKey.Name}' is {value}, which is no date", "write it as yyyymmdd: 20260131");
            hasTime = timeKey.TryGet(metadata, out value);
            if (hasTime && !TimeReader.TryTime(value, isClock, out var time))
                return Fails(out failure, $"'{timeKey.Name}' is {value}, which is no time of day", isClock ? "write it as hhmmss: 120000" : "write it as hhmm: 1200");
            else if (hasTime && TimeReader.TryTime(value, isClock, out time))
                date += time;
            moment = date;
            return true;
        }

        return true;
    }

    /// <summary>Both steps in seconds; null where nothing tells.</summary>
    private bool TrySteps(Metadata metadata, out long? start, out long? end, out Failure? failure)
    {
        (start, end, failure) = (null, null, null);
        var timeStep = _timeStep.TryGetNumber(metadata, out var seconds) && seconds is > 0 and < 100_000_000 ? seconds : Hour;
        if (_stepRange.TryGetText(metadata, out var range))
        {
            // One step alone is no range.
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            return (dash < 0 || Read("stepRange", range[..dash], Hour, ref start, ref failure)) && Read("stepRange", range[(dash + 1)..], Hour, ref end, ref failure);
        }

        if (_endHours.TryGet(metadata, out var value))
            return Read(_endHours.Name, value, Hour, ref end, ref failure) && (!_startHours.TryGet(metadata, out value) || Read(_startHours.Name, value, Hour, ref start, ref failure));
        if (_startStep.TryGet(metadata, out value) && !Read(_startStep.Name, value, timeStep, ref start, ref failure))
            return false;
        if (_endStep.TryGet(metadata, out value))
            return Read(_endStep.Name, value, timeStep, ref end, ref failure);
        return !_step.TryGet(metadata, out value) || Read(_step.Name, value, timeStep, ref end, ref failure);
    }

    private static bool Read(string name, MetadataValue value, long timeStep, ref long? seconds, ref Failure? failure)
    {
        if (!TimeReader.TryStep(value, timeStep, out var read))
            return Fails(out failure, $"'{name}' is {value}, which is no step", "it is a whole number of time steps, or has a unit: 90m, 6h");
        seconds = read;
        return true;
    }

    private static bool Fails(out Failure? failure, string reason, string advice)
    {
        failure = Failure.Permanent(reason, advice);
        return false;
    }

    private static long Date(DateTime time) => (time.Year * 10_000L) + (time.Month * 100) + time.Day;

    private static long Clock(DateTime time) => (time.Hour * 100) + time.Minute;
}
