using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Saturation vapour pressure in hPa over water above 273.15 K and over ice below, and its inverse. Source: O. Tetens (1930) with the
/// coefficients of F. W. Murray, J. Appl. Meteor. 6 (1967) 203-204, as libsim has them.
/// </summary>
internal static class SaturationPressure
{
    private const float AtFreezing = 6.1078f;
    private const float Freezing = 273.15f;
    private const float WaterA = 17.2694f;
    private const float WaterB = 35.86f;
    private const float IceA = 21.8746f;
    private const float IceB = 7.66f;

    /// <param name="t">Temperature in K.</param>
    public static Vector<float> Of(Vector<float> t)
    {
        var (a, b) = Coefficients(t);
        return new Vector<float>(AtFreezing) * SinglePrecision.Exp(a * (t - new Vector<float>(Freezing)) / (t - b));
    }

    /// <summary>Saturation mixing ratio in g/kg at a temperature in K and a pressure in hPa, and how it changes with temperature.</summary>
    public static (Vector<float> Ratio, Vector<float> Change) MixingRatio(Vector<float> t, Vector<float> pressure)
    {
        var (a, b) = Coefficients(t);
        var inverse = Vector<float>.One / (t - b);
        var vapour = new Vector<float>(AtFreezing) * SinglePrecision.Exp(a * (t - new Vector<float>(Freezing)) * inverse);
        var dry = Vector<float>.One / (pressure - vapour);
        var ratio = new Vector<float>(622) * vapour * dry;
        return (ratio, ratio * pressure * dry * a * (new Vector<float>(Freezing) - b) * inverse * inverse);
    }

    private static (Vector<float> A, Vector<float> B) Coefficients(Vector<float> t)
    {
        var water = Vector.GreaterThan(t, new Vector<float>(Freezing));
        return (
            Vector.ConditionalSelect(water, new Vector<float>(WaterA), new Vector<float>(IceA)),
            Vector.ConditionalSelect(water, new Vector<float>(WaterB), new Vector<float>(IceB)));
    }

    /// <summary>The dew point in K of a vapour pressure in hPa, with the coefficients over water at every temperature.</summary>
    public static Vector<float> DewPointOverWater(Vector<float> pressure)
    {
        var log = Vector.Log(pressure / new Vector<float>(AtFreezing));
        return new Vector<float>(Freezing) + (new Vector<float>(Freezing - WaterB) * log / (new Vector<float>(WaterA) - log));
    }
}
