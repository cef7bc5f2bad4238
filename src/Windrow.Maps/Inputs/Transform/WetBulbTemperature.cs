using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Wet bulb temperature in K of temperature (K), dew point (K) and pressure (Pa): the parcel is lifted until it is saturated, and comes down
/// along the moist adiabat. Source: G. S. Stipanuk, Algorithms for generating a skew-T log p diagram (US Army, ECOM-5515, 1973), with libsim's
/// limits of iteration. In place of pressures their binary logarithms are carried, so that a step takes no logarithm and no power.
/// </summary>
internal readonly struct WetBulbTemperature : IFormula
{
    private const float Kappa = 0.286f;
    private const float Latent = 2.6518986f;
    private const int MaxLifts = 10;
    private const int Halvings = 12;
    private const float Enough = 0.01f;

    public static Vector<float> Of(Vector<float> t, Vector<float> td, Vector<float> p)
    {
        var pressure = p * new Vector<float>(0.01f);
        var logExner = new Vector<float>(Kappa) * Vector.Log2(pressure * new Vector<float>(0.001f));
        var ratio = MixingRatio(td, pressure);
        var potential = t * SinglePrecision.Exp2(-logExner);
        var lifted = Lift(ratio, potential, Vector.Log2(pressure));
        // At the level of condensation: its temperature, and what stays the same along the moist adiabat.
        var condensation = potential * SinglePrecision.Exp2(new Vector<float>(Kappa) * (lifted - new Vector<float>(9.96578428f)));
        var conserved = potential * SinglePrecision.Exp(new Vector<float>(Latent) * MixingRatio(condensation, SinglePrecision.Exp2(lifted)) / condensation);
        return Descend(conserved, pressure, SinglePrecision.Exp2(-logExner));
    }

    /// <summary>Saturation mixing ratio in g/kg at a temperature and a pressure in hPa.</summary>
    private static Vector<float> MixingRatio(Vector<float> t, Vector<float> pressure)
    {
        var vapour = SaturationPressure.Of(t);
        return new Vector<float>(622) * vapour / (pressure - vapour);
    }

    /// <summary>The binary logarithm of the pressure in hPa at which dry adiabat and mixing ratio meet.</summary>
    private static Vector<float> Lift(Vector<float> ratio, Vector<float> potential, Vector<float> logPressure)
    {
        // log10(w p / (622 + w)) = log10(w / (622 + w)) + log10(2) log2(p)
        var humid = new Vector<float>(0.301029996f) * Vector.Log2(ratio / (new Vector<float>(622) + ratio));
        var active = new Vector<int>(-1);
        for (var lift = 0; lift < MaxLifts && !Vector.EqualsAll(active, Vector<int>.Zero); lift++)
        {
            var moist = TemperatureOnMixingRatio(humid + (new Vector<float>(0.301029996f) * logPressure));
            var dry = potential * SinglePrecision.Exp2(new Vector<float>(Kappa) * (logPressure - new Vector<float>(9.96578428f)));
            var step = new Vector<float>(0.02f) * (moist - dry);
            active &= Vector.GreaterThanOrEqual(Vector.Abs(step), new Vector<float>(Enough));
            logPressure = Vector.ConditionalSelect(active, logPressure + step, logPressure);
        }

        return logPressure;
    }

    /// <param name="x">log10(w p / (622 + w)), of the vapour pressure that is.</param>
    private static Vector<float> TemperatureOnMixingRatio(Vector<float> x)
    {
        var ten = new Vector<float>(3.32192809f);
        var inner = SinglePrecision.Exp2(ten * new Vector<float>(0.0915f) * x) - new Vector<float>(1.2035f);
        return SinglePrecision.Exp2(ten * ((new Vector<float>(0.0498646455f) * x) + new Vector<float>(2.4082965f)))
            - new Vector<float>(7.07475f) + (new Vector<float>(38.9114f) * inner * inner);
    }

    private static Vector<float> Descend(Vector<float> conserved, Vector<float> pressure, Vector<float> inverseExner)
    {
        var t = new Vector<float>(253.16f);
        var half = new Vector<float>(120);
        var active = Vector.Equals(conserved, conserved);
        for (var halving = 0; halving < Halvings && !Vector.EqualsAll(active, Vector<int>.Zero); halving++)
        {
            half *= new Vector<float>(0.5f);
            var excess = (conserved * SinglePrecision.Exp(new Vector<float>(-Latent) * MixingRatio(t, pressure) / t)) - (t * inverseExner);
            active &= Vector.GreaterThanOrEqual(Vector.Abs(excess), new Vector<float>(Enough));
            var next = Vector.ConditionalSelect(Vector.LessThan(excess, Vector<float>.Zero), t - half, t + half);
            t = Vector.ConditionalSelect(active, next, t);
        }

        return Vector.ConditionalSelect(Vector.Equals(conserved, conserved), t, conserved);
    }
}
