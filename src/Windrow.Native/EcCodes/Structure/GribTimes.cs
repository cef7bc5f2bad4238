namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Checks times that ecCodes computes with: it divides by the length of an unknown unit, which stops the process, and
/// counts to a valid date day by day, which for a damaged forecast time takes minutes.
/// </summary>
internal static class GribTimes
{
    private const uint LongestForecast = 100_000_000;

    /// <summary>GRIB1, code table 4: 0 to 7, 10 to 14, and 254 for seconds.</summary>
    public static string? UnitFault1(byte unit) =>
        unit is <= 7 or (>= 10 and <= 14) or 254 ? null : $"the product section counts time in the unknown unit {unit}";

    /// <summary>
    /// GRIB2, code table 4.4: 0 to 7 and 10 to 13; 255 for none only where there is no time to count.
    /// </summary>
    public static string? Fault2(byte unit, uint time)
    {
        var known = unit is <= 7 or (>= 10 and <= 13) || (unit == 255 && time == 0);
        return known ? null : $"section 4 counts time in the unknown unit {unit}";
    }

    /// <param name="time">The highest bit is the sign.</param>
    public static string? ForecastFault(uint time) =>
        (time & 0x7fff_ffff) <= LongestForecast ? null : $"section 4 has a forecast time of {time & 0x7fff_ffff} units";
}
