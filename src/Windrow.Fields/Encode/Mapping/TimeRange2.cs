using Windrow.Core.Errors;
using Windrow.Core.Messages;
using Windrow.Fields.Encode.Drafts;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Times of GRIB2: product definition templates 4.0 and 4.8 and their kin. Source: WMO Manual on Codes, code tables 4.4, 4.10 and 4.11.</summary>
internal sealed class TimeRange2(Metadata additional)
{
    /// <summary>Code table 4.11: the same start of the forecast, the forecast time is incremented.</summary>
    private const long SameStart = 2;
    private const long MissingIncrement = 255;

    private readonly StackedTimeRanges _stacked = new(additional);
    private readonly MergedKey[] _increments = [new("timeIncrement", additional), new("sampleIntervalInSeconds", additional), new("timeStep", additional)];

    /// <param name="stattype">The field is a statistic of statistics; null: of fields of a moment.</param>
    public bool TryAdd(Metadata metadata, EncodeDraft draft, string operation, string? stattype, in TimeSpanOf span, bool isForecast, out Failure? failure)
    {
        failure = null;
        var start = TimeUnit.Of2(span.Start);
        draft.Add(SettingKind.Interval);
        draft.Add("indicatorOfUnitOfTimeRange", start.Code);
        var typeOfIncrement = isForecast ? SameStart : MissingIncrement;
        if (stattype is null ? !TryAddRange(metadata, draft, operation, span.Length, typeOfIncrement, out failure) : !_stacked.TryAdd(metadata, draft, stattype, operation, span.Length, typeOfIncrement, out failure))
            return false;
        ref var moving = ref draft.Moving;
        moving.Set(MovingKey.Second, span.Reference.Second);
        moving.Set(MovingKey.ForecastTime, span.Start / start.Seconds);
        moving.Set(MovingKey.EndYear, span.End.Year);
        moving.Set(MovingKey.EndMonth, span.End.Month);
        moving.Set(MovingKey.EndDay, span.End.Day);
        moving.Set(MovingKey.EndHour, span.End.Hour);
        moving.Set(MovingKey.EndMinute, span.End.Minute);
        moving.Set(MovingKey.EndSecond, span.End.Second);
        return true;
    }

    public static void AddMoment(EncodeDraft draft, long step)
    {
        var unit = TimeUnit.Of2(step);
        draft.Add("indicatorOfUnitOfTimeRange", unit.Code);
        draft.Moving.Set(MovingKey.ForecastTime, step / unit.Seconds);
    }

    private bool TryAddRange(Metadata metadata, EncodeDraft draft, string operation, long seconds, long typeOfIncrement, out Failure? failure)
    {
        failure = null;
        var processing = ProcessOf(operation);
        if (processing is null && operation != "instant")
        {
            failure = Failure.Permanent($"GRIB2 has no statistical process for the operation '{operation}'", "use average, accumulate, maximum, minimum, difference, stddev or inverse-difference");
            return false;
        }

        var length = TimeUnit.Of2(seconds);
        if (processing is { } known)
            draft.Add("typeOfStatisticalProcessing", known); // else the parameter says it
        draft.Add("typeOfTimeIncrement", typeOfIncrement);
        draft.Add("indicatorOfUnitForTimeRange", length.Code);
        foreach (var key in _increments)
        {
            if (!key.TryGetNumber(metadata, out var increment) || increment < 0)
                continue;
            draft.Add("indicatorOfUnitForTimeIncrement", 13L);
            draft.Add("timeIncrement", increment);
            break;
        }

        draft.Moving.Set(MovingKey.Length, seconds / length.Seconds);
        return true;
    }

    /// <summary>Code table 4.10; null: there is none.</summary>
    public static long? ProcessOf(string operation) => operation switch
    {
        "average" => 0,
        "accumulate" => 1,
        "maximum" => 2,
        "minimum" => 3,
        "difference" => 4,
        "stddev" => 6,
        "inverse-difference" => 8,
        _ => null,
    };
}
