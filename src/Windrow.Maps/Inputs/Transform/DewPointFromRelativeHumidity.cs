using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Dew point in K of relative humidity (%) and temperature (K). Without any humidity there is none: missing.</summary>
internal readonly struct DewPointFromRelativeHumidity : IFormula
{
    public static Vector<float> Of(Vector<float> rh, Vector<float> t, Vector<float> c)
    {
        var pressure = rh * new Vector<float>(0.01f) * SaturationPressure.Of(t);
        var some = Vector.GreaterThan(pressure, Vector<float>.Zero);
        return Vector.ConditionalSelect(some, SaturationPressure.DewPointOverWater(pressure), new Vector<float>(float.NaN));
    }
}
