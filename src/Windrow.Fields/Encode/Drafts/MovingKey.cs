namespace Windrow.Fields.Encode.Drafts;

/// <summary>The keys that change from message to message, in the order in which they are set. None of them touches the octets of another.</summary>
internal enum MovingKey
{
    DataDate,
    DataTime,
    Second,
    ForecastTime,
    EndYear,
    EndMonth,
    EndDay,
    EndHour,
    EndMinute,
    EndSecond,
    Length,
    P1,
    P2,
    Level,
    ScaledLevel,
    Member,
}
