using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Relative humidity in percent of specific humidity (kg/kg), pressure (Pa) and temperature (K); at least 0, not capped at 100.</summary>
internal readonly struct RelativeHumidityFromSpecificHumidity : IFormula
{
    /// <summary>Of the molar masses of water and dry air.</summary>
    private const float Epsilon = 18.0153f / 28.9644f;

    public static Vector<float> Of(Vector<float> q, Vector<float> p, Vector<float> t)
    {
        var saturation = SaturationPressure.Of(t);
        var dry = (p * new Vector<float>(0.01f)) - (new Vector<float>(1 - Epsilon) * saturation);
        return Vector.Max(q * dry / (new Vector<float>(Epsilon) * saturation) * new Vector<float>(100), Vector<float>.Zero);
    }
}
