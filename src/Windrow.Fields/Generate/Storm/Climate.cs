namespace Windrow.Fields.Generate.Storm;

/// <summary>The state that the lows disturb: what is usual at a latitude and a time of year, with slow waves so that no parallel is all the same.</summary>
/// <param name="season">1 in the northern winter, -1 in summer.</param>
internal sealed class Climate(double season)
{
    private const double DaysPerYear = 365.25;

    /// <summary>The coldest day of the northern year, from its beginning.</summary>
    private const double ColdestDay = 20;

    public static Climate Of(DateTime time) => new(Math.Cos(Math.Tau * (time.DayOfYear - ColdestDay) / DaysPerYear));

    /// <summary>Temperature in K at sea level, over land of a share from 0 to 1.</summary>
    public double Temperature(double latitude, double longitude, double land)
    {
        var poleward = Square(Math.Sin(double.DegreesToRadians(latitude)));
        var winter = season * Math.Tanh(latitude / 20);
        var sea = Math.Max(300.5 - (33 * poleward) - (2.5 * winter * poleward), 271.3);

        // The oceans keep Europe's west mild; Siberia and Canada are far from them.
        var inland = 301 - (36 * poleward) - (winter * ((3 * Math.Sqrt(poleward)) + (14 * poleward * (1 - Math.Cos(double.DegreesToRadians(longitude))))));
        return sea + (land * (inland - sea)) + (0.9 * Wave(latitude, longitude, 7, 5));
    }

    /// <summary>Pressure at sea level in Pa: high in the subtropics, low along 60 degrees, with the highs of the Azores and of Russia.</summary>
    public static double Pressure(double latitude, double longitude)
    {
        var away = Math.Abs(latitude);
        return 101_250 + (1000 * Bell((away - 33) / 13)) - (950 * Bell((away - 62) / 11)) + (700 * Bell((latitude - 37) / 9) * Bell(Math.IEEERemainder(longitude + 27, 360) / 20))
            + (1200 * Bell((latitude - 53) / 11) * Bell(Math.IEEERemainder(longitude - 48, 360) / 20)) + (220 * Wave(latitude, longitude, 4, 3));
    }

    /// <summary>Height of 500 hPa in m.</summary>
    public static double Height500(double latitude, double longitude) =>
        5545 - (310 * Math.Tanh((Math.Abs(latitude) - 47) / 14)) + (70 * Wave(latitude, longitude, 3, 2) * Square(Math.Sin(double.DegreesToRadians(2 * latitude))));

    /// <summary>Temperature in K at 500 hPa.</summary>
    public static double Temperature500(double latitude) => 254 - (14 * Math.Tanh((Math.Abs(latitude) - 46) / 17));

    /// <summary>From -1 to 1, around the globe without a seam.</summary>
    public static double Wave(double latitude, double longitude, int around, int across)
    {
        var (x, y) = (double.DegreesToRadians(longitude), double.DegreesToRadians(latitude));
        return Math.Sin((around * x) + (1.3 * Math.Sin(across * y))) * Math.Cos((across * y) + Math.Sin(2 * x)) * Math.Cos(y);
    }

    private static double Bell(double x) => Math.Exp(-x * x);

    private static double Square(double x) => x * x;
}
