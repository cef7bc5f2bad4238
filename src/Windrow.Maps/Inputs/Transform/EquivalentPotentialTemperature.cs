using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Equivalent potential temperature in K of temperature (K), dew point (K) and pressure (Pa). Source: D. Bolton, Mon. Wea. Rev. 108 (1980) 1046-1053,
/// equations 15 and 38.
/// </summary>
internal readonly struct EquivalentPotentialTemperature : IFormula
{
    public static Vector<float> Of(Vector<float> t, Vector<float> td, Vector<float> p)
    {
        var pressure = p * new Vector<float>(0.01f);
        var vapour = SaturationPressure.Of(td);
        // Mixing ratio in g/kg.
        var ratio = new Vector<float>(622) * vapour / (pressure - vapour);
        // The temperature of the lifting condensation level.
        var condensation = new Vector<float>(56)
            + (Vector<float>.One / ((Vector<float>.One / (td - new Vector<float>(56))) + (Vector.Log(t / td) / new Vector<float>(800))));
        var exponent = new Vector<float>(0.2854f) * (Vector<float>.One - (new Vector<float>(0.00028f) * ratio));
        var heat = ((new Vector<float>(3.376f) / condensation) - new Vector<float>(0.00254f)) * ratio * (Vector<float>.One + (new Vector<float>(0.00081f) * ratio));
        return t * SinglePrecision.Exp((exponent * Vector.Log(new Vector<float>(1000) / pressure)) + heat);
    }
}
