namespace Windrow.Native.EcCodes.Structure;

/// <summary>
/// Where the parts of a GRIB2 product definition (section 4) are, counted from 0 at the start of the section, for the
/// templates whose keys were tested against ecCodes. Source: WMO Manual on Codes, templates 4.n.
/// </summary>
/// <param name="TimeUnit">The unit of the forecast time; the forecast time itself is the four octets behind it.</param>
/// <param name="Ensemble">What describes member or derived forecast; 0 without.</param>
/// <param name="EnsembleLength">Its length: 3 for a member, 2 for a derived forecast.</param>
/// <param name="Interval">The end of the time interval (7 octets), then the time ranges; 0 for a point in time.</param>
/// <param name="Length">The length of the template with one time range.</param>
public readonly record struct GribProductLayout(
    int TimeUnit, int Ensemble, int EnsembleLength, int Interval, int Length)
{
    /// <summary>The first surface (type, factor, value), then the second: 12 octets.</summary>
    public int Surfaces => TimeUnit + 5;

    /// <summary>The number of time ranges.</summary>
    public int Ranges => Interval + 7;

    /// <summary>The first time range: 12 octets.</summary>
    public int FirstRange => Interval + 12;

    public static bool TryFind(int template, out GribProductLayout layout)
    {
        layout = template switch
        {
            0 => Of(17, 0, false),
            1 => Of(17, 3, false),
            2 => Of(17, 2, false),
            8 => Of(17, 0, true),
            11 => Of(17, 3, true),
            12 => Of(17, 2, true),
            40 => Of(19, 0, false),
            41 => Of(19, 3, false),
            42 => Of(19, 0, true),
            43 => Of(19, 3, true),
            48 => Of(41, 0, false),
            _ => default,
        };
        return layout.TimeUnit != 0;
    }

    private static GribProductLayout Of(int timeUnit, int ensemble, bool statistical)
    {
        var next = timeUnit + 17;
        var interval = next + ensemble;
        return new GribProductLayout(timeUnit, ensemble == 0 ? 0 : next, ensemble, statistical ? interval : 0,
            interval + (statistical ? 24 : 0));
    }
}
