using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Visibility in m of relative humidity (%), temperature and dew point (K): 30 km up to 95 % humidity, less above. Source: F. S. Boudala and
/// G. A. Isaac, J. Geophys. Res. 114 (2009) D13201, as libsim applies it.
/// </summary>
internal readonly struct Visibility : IFormula
{
    public static Vector<float> Of(Vector<float> rh, Vector<float> t, Vector<float> td)
    {
        var ratio = Vector.Min(td / t, new Vector<float>(0.9998f));
        var phi = Vector.Log(Vector.Abs(Vector<float>.One / Vector.Log(ratio)));
        var extinction = SinglePrecision.Exp(new Vector<float>(-5.605f) + (new Vector<float>(0.0114f) * rh * phi));
        // -ln(0.05) in km-1: Koschmieder's law for a contrast of 5 %.
        var fog = new Vector<float>(2.99573227f * 1000) / extinction;
        var clear = Vector.ConditionalSelect(Vector.GreaterThan(rh, new Vector<float>(95)), fog, new Vector<float>(30_000));
        return Vector.ConditionalSelect(Vector.Equals(rh, rh), clear, rh);
    }
}
