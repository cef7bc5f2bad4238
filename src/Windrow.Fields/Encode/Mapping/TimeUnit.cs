namespace Windrow.Fields.Encode.Mapping;

/// <summary>A unit in which GRIB counts time.</summary>
/// <param name="Code">WMO code table 4.4 of GRIB2; code table 4 of GRIB1.</param>
/// <param name="Seconds">Its length.</param>
internal readonly record struct TimeUnit(long Code, long Seconds)
{
    private static readonly TimeUnit[] Edition2 = [new(1, 3600), new(0, 60), new(13, 1)];
    private static readonly TimeUnit[] Edition1 = [new(1, 3600), new(10, 3 * 3600), new(11, 6 * 3600), new(12, 12 * 3600), new(2, 86_400), new(0, 60), new(254, 1)];

    /// <summary>The first unit of GRIB2 that a time is a whole number of: hours, minutes or seconds.</summary>
    public static TimeUnit Of2(long seconds) => Array.Find(Edition2, unit => seconds % unit.Seconds == 0);

    /// <summary>The first unit of GRIB1 that both times are a whole number of, each in one octet.</summary>
    public static bool TryFind1(long start, long end, out TimeUnit unit)
    {
        foreach (var each in Edition1)
        {
            unit = each;
            if (start % each.Seconds == 0 && end % each.Seconds == 0 && start / each.Seconds <= 255 && end / each.Seconds <= 255)
                return true;
        }

        unit = default;
        return false;
    }
}
