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

    private readonly MergedKey[] _increments = [new("timeIncrement", additional), new("sampleIntervalInSeconds", additional), new("timeStep", additional)];

    public bool TryAdd(Metadata metadata, EncodeDraft draft, string operation, in TimeSpanOf span, bool isForecast, out Failure? failure)
    {
        failure = null;
        var processing = Processing(operation);
        if (processing is null && operation != "instant")
        {
            failure = Failure.Permanent($"GRIB2 has no statistical process for the operation '{operation}'", "use average, accumulate, maximum, minimum, difference, stddev or inverse-difference");
            return false;
        }

        var start = TimeUnit.Of2(span.Start);
        var length = TimeUnit.Of2(span.Length);
        draft.Add(SettingKind.Interval);
        if (processing is { } known)
            draft.Add("typeOfStatisticalProcessing", known); // else the parameter says it
        draft.Add("typeOfTimeIncrement", isForecast ? SameStart : MissingIncrement);
        draft.Add("indicatorOfUnitOfTimeRange", start.Code);
        draft.Add("indicatorOfUnitForTimeRange", length.Code);
        foreach (var key in _increments)
        {
            if (!key.TryGetNumber(metadata, out var increment) || increment < 0)
                continue;
            draft.Add("indicatorOfUnitForTimeIncrement", 13L);
            draft.Add("timeIncrement", increment);
            break;
        }

        ref var moving = ref draft.Moving;
        moving.Set(MovingKey.Second, span.Reference.Second);
        moving.Set(MovingKey.ForecastTime, span.Start / start.Seconds);
        moving.Set(MovingKey.Length, span.Length / length.Seconds);
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

    private static long? Processing(string operation) => operation switch
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
