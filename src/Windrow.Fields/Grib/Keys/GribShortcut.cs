namespace Windrow.Fields.Grib.Keys;

/// <summary>Keys whose value is computed from octets, where ecCodes was seen to agree in the same context.</summary>
internal enum GribShortcut
{
    None,
    Date,
    Time,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Level,
    Step,
    StartStep,
    StepRange,
    Member,
    TotalLength,
}
