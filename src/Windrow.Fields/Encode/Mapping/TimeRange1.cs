using Windrow.Core.Errors;
using Windrow.Fields.Encode.Drafts;

namespace Windrow.Fields.Encode.Mapping;

/// <summary>Times of GRIB1, where steps have one octet and a unit. Source: WMO FM 92 GRIB edition 1, code tables 4 and 5.</summary>
internal static class TimeRange1
{
    private const long LongStep = 10;
    private const string OtherEdition = "encode GRIB2: give a 'template' or 'sample' of edition 2, or write 'overwrite: {edition: 2}'";

    public static bool TryAdd(EncodeDraft draft, string operation, in TimeSpanOf span, out Failure? failure)
    {
        failure = null;
        long? indicator = operation switch
        {
            // An extreme has no indicator of its own: the parameter says which it is.
            "maximum" or "minimum" => 2,
            "average" => 3,
            "accumulate" => 4,
            "difference" => 5,
            _ => null,
        };
        if (indicator is not { } range)
        {
            failure = Failure.Permanent($"GRIB1 has no time range for the operation '{operation}'", OtherEdition);
            return false;
        }

        var (start, end) = (span.Start, span.Start + span.Length);
        if (!TimeUnit.TryFind1(start, end, out var unit) || span.Reference.Second != 0)
        {
            failure = Failure.Permanent($"GRIB1 has no unit for the interval from {start} s to {end} s after {span.Reference:yyyy-MM-dd HH:mm:ss}, of which both ends are at most 255", OtherEdition);
            return false;
        }

        draft.Add("timeRangeIndicator", range);
        draft.Add("unitOfTimeRange", unit.Code);
        draft.Moving.Set(MovingKey.P1, start / unit.Seconds);
        draft.Moving.Set(MovingKey.P2, end / unit.Seconds);
        return true;
    }

    public static bool TryAddMoment(EncodeDraft draft, long step, out Failure? failure)
    {
        failure = null;
        var hours = step % 3600 == 0 ? step / 3600 : -1;
        var unit = new TimeUnit(1, 3600);
        if (hours is < 0 or > ushort.MaxValue && !TimeUnit.TryFind1(step, step, out unit))
        {
            failure = Failure.Permanent($"GRIB1 has no unit for a step of {step} s", OtherEdition);
            return false;
        }

        var isLong = step / unit.Seconds > 255;
        draft.Add("timeRangeIndicator", isLong ? LongStep : 0);
        draft.Add("unitOfTimeRange", unit.Code);
        draft.Moving.Set(MovingKey.P1, step / unit.Seconds);
        if (!isLong)
            draft.Moving.Set(MovingKey.P2, 0);
        return true;
    }
}
