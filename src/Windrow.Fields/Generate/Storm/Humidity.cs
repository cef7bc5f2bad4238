namespace Windrow.Fields.Generate.Storm;

/// <summary>Moist air over water, by Tetens' formula (Murray, J. Appl. Meteorol. 6, 1967, 203-204).</summary>
internal static class Humidity
{
    private const double A = 17.2694;
    private const double B = 35.86;
    private const double Freezing = 273.16;
    private const double Ratio = 0.622;

    /// <summary>In K, of a temperature in K and a relative humidity in %.</summary>
    public static double DewPoint(double temperature, double relative)
    {
        var log = Math.Log(Saturation(temperature) * relative / 100 / 6.1078);
        return ((A * Freezing) - (B * log)) / (A - log);
    }

    /// <summary>Specific humidity in kg/kg at a pressure in hPa.</summary>
    public static double Specific(double temperature, double relative, double pressure)
    {
        var vapour = Math.Min(Saturation(temperature) * relative / 100, pressure / 2);
        return Ratio * vapour / (pressure - ((1 - Ratio) * vapour));
    }

    /// <summary>Pressure of saturated vapour in hPa.</summary>
    private static double Saturation(double temperature) => 6.1078 * Math.Exp(A * (temperature - Freezing) / (temperature - B));
}
