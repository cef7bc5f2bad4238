using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>Relative humidity in percent of temperature and dew point in K; not capped at 100.</summary>
internal readonly struct RelativeHumidityFromDewPoint : IFormula
{
    public static Vector<float> Of(Vector<float> t, Vector<float> td, Vector<float> c) =>
        new Vector<float>(100) * SaturationPressure.Of(td) / SaturationPressure.Of(t);
}
