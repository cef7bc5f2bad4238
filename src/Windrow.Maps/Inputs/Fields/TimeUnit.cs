namespace Windrow.Maps.Inputs.Fields;

/// <summary>Units of time in GRIB. Source: WMO Manual on Codes, code table 4 of GRIB1 and 4.4 of GRIB2.</summary>
internal static class TimeUnit
{
    /// <returns>Null for units of no fixed length and unknown ones.</returns>
    public static TimeSpan? Of(long edition, long code) => code switch
    {
        0 => TimeSpan.FromMinutes(1),
        1 => TimeSpan.FromHours(1),
        2 => TimeSpan.FromDays(1),
        10 => TimeSpan.FromHours(3),
        11 => TimeSpan.FromHours(6),
        12 => TimeSpan.FromHours(12),
        13 => edition == 1 ? TimeSpan.FromMinutes(15) : TimeSpan.FromSeconds(1),
        14 when edition == 1 => TimeSpan.FromMinutes(30),
        254 when edition == 1 => TimeSpan.FromSeconds(1),
        _ => null,
    };

    /// <summary>
    /// The coarsest wanted first: hours where they serve, as every reader knows them; in GRIB1 what makes both numbers fit one octet.
    /// </summary>
    /// <returns>The code and its length; null when no unit can express both.</returns>
    public static (long Code, TimeSpan Length)? For(long edition, TimeSpan one, TimeSpan other)
    {
        ReadOnlySpan<long> codes = edition == 1 ? [1, 0, 10, 11, 12, 2, 14, 13, 254] : [1, 0, 13];
        var most = edition == 1 ? byte.MaxValue : int.MaxValue;
        foreach (var code in codes)
        {
            var length = Of(edition, code)!.Value;
            if (one.Ticks % length.Ticks == 0 && other.Ticks % length.Ticks == 0 && one / length <= most && other / length <= most)
                return (code, length);
        }

        return null;
    }
}
