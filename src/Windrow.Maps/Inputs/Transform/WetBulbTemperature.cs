using System.Numerics;
using System.Runtime.InteropServices;
using Windrow.Maps.Inputs.Fields;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// Wet bulb temperature in K of temperature (K), dew point (K) and pressure (Pa): the parcel is lifted until it is saturated, and comes down
/// along the moist adiabat. Source: G. S. Stipanuk, Algorithms for generating a skew-T log p diagram (US Army, ECOM-5515, 1973), with libsim's
/// limits of iteration. In place of pressures their binary logarithms are carried, so that a step takes no logarithm and no power.
/// </summary>
internal static class WetBulbTemperature
{
    /// <summary>
    /// Vectors that go through each step together: a step waits for the one before, but not for its neighbours, so the processor has
    /// something to do meanwhile.
    /// </summary>
    private const int Block = 32;

    private const float Kappa = 0.286f;
    private const float Latent = 2.6518986f;
    private const float LogTenOfTwo = 0.301029996f;
    private const float LogTwoOfTen = 3.32192809f;
    private const float LogTwoOfThousand = 9.96578428f;
    private const float InnerSlope = 0.0915f;
    private const float OuterSlope = 0.0498646455f;
    private const int MaxLifts = 10;

    /// <param name="into">Gets the result; it may be one of the inputs.</param>
    public static void Compute(FieldValues t, FieldValues td, FieldValues p, FieldValues into)
    {
        var to = Vectors(into);
        for (var start = 0; start < to.Length; start += Block)
        {
            var count = Math.Min(Block, to.Length - start);
            Compute(Vectors(t).Slice(start, count), Vectors(td).Slice(start, count), Vectors(p).Slice(start, count), to.Slice(start, count));
        }
    }

    private static void Compute(ReadOnlySpan<Vector<float>> t, ReadOnlySpan<Vector<float>> td, ReadOnlySpan<Vector<float>> p, Span<Vector<float>> into)
    {
        Span<Vector<float>> potential = stackalloc Vector<float>[Block];
        Span<Vector<float>> humid = stackalloc Vector<float>[Block];
        Span<Vector<float>> lifted = stackalloc Vector<float>[Block];
        Span<Vector<float>> inverseExner = stackalloc Vector<float>[Block];
        Span<Vector<float>> pressure = stackalloc Vector<float>[Block];
        Span<Vector<float>> guess = stackalloc Vector<float>[Block];
        for (var i = 0; i < into.Length; i++)
        {
            pressure[i] = p[i] * new Vector<float>(0.01f);
            lifted[i] = Vector.Log2(pressure[i]);
            inverseExner[i] = SinglePrecision.Exp2(new Vector<float>(Kappa) * (new Vector<float>(LogTwoOfThousand) - lifted[i]));
            potential[i] = t[i] * inverseExner[i];
            var ratio = SaturationPressure.MixingRatio(td[i], pressure[i]).Ratio;
            // log10(w p / (622 + w)) = log10(w / (622 + w)) + log10(2) log2(p)
            humid[i] = new Vector<float>(LogTenOfTwo) * Vector.Log2(ratio / (new Vector<float>(622) + ratio));
            // Between dew point and temperature.
            guess[i] = (t[i] + td[i]) * new Vector<float>(0.5f);
        }

        Lift(humid[..into.Length], potential, lifted);
        for (var i = 0; i < into.Length; i++)
        {
            // At the level of condensation: its temperature, and what stays the same along the moist adiabat.
            var condensation = potential[i] * Exner(lifted[i]);
            potential[i] *= SinglePrecision.Exp(new Vector<float>(Latent) * SaturationPressure.MixingRatio(condensation, SinglePrecision.Exp2(lifted[i])).Ratio / condensation);
        }

        MoistAdiabat.Descend(potential[..into.Length], pressure, inverseExner, guess, into);
    }

    /// <summary>
    /// Finds the binary logarithm of the pressure in hPa at which dry adiabat and mixing ratio meet. Three exponentials depend on it; a step
    /// changes each by a factor near 1, which takes a short series in place of a whole exponential.
    /// </summary>
    private static void Lift(ReadOnlySpan<Vector<float>> humid, ReadOnlySpan<Vector<float>> potential, Span<Vector<float>> logPressure)
    {
        Span<Vector<float>> inner = stackalloc Vector<float>[Block];
        Span<Vector<float>> outer = stackalloc Vector<float>[Block];
        Span<Vector<float>> dry = stackalloc Vector<float>[Block];
        Span<Vector<int>> active = stackalloc Vector<int>[Block];
        active.Fill(new Vector<int>(-1));
        for (var i = 0; i < humid.Length; i++)
        {
            // log10 of w p / (622 + w), which is of the vapour pressure.
            var x = humid[i] + (new Vector<float>(LogTenOfTwo) * logPressure[i]);
            inner[i] = SinglePrecision.Exp2(new Vector<float>(LogTwoOfTen * InnerSlope) * x);
            outer[i] = SinglePrecision.Exp2(new Vector<float>(LogTwoOfTen) * ((new Vector<float>(OuterSlope) * x) + new Vector<float>(2.4082965f)));
            dry[i] = potential[i] * Exner(logPressure[i]);
        }

        var any = new Vector<int>(-1);
        for (var lift = 0; lift < MaxLifts && !Vector.EqualsAll(any, Vector<int>.Zero); lift++)
        {
            any = Vector<int>.Zero;
            for (var i = 0; i < humid.Length; i++)
            {
                var curve = inner[i] - new Vector<float>(1.2035f);
                var moist = outer[i] - new Vector<float>(7.07475f) + (new Vector<float>(38.9114f) * curve * curve);
                var step = new Vector<float>(0.02f) * (moist - dry[i]);
                active[i] &= Vector.GreaterThanOrEqual(Vector.Abs(step), new Vector<float>(0.01f));
                any |= active[i];
                step = Vector.ConditionalSelect(active[i], step, Vector<float>.Zero);
                logPressure[i] += step;
                inner[i] *= SinglePrecision.Exp2NearZero(new Vector<float>(InnerSlope) * step);
                outer[i] *= SinglePrecision.Exp2NearZero(new Vector<float>(OuterSlope) * step);
                dry[i] *= SinglePrecision.Exp2NearZero(new Vector<float>(Kappa) * step);
            }
        }
    }

    /// <summary>The temperature of a parcel of 1 K at 1000 hPa.</summary>
    private static Vector<float> Exner(Vector<float> logPressure) =>
        SinglePrecision.Exp2(new Vector<float>(Kappa) * (logPressure - new Vector<float>(LogTwoOfThousand)));

    private static Span<Vector<float>> Vectors(FieldValues values) => MemoryMarshal.Cast<float, Vector<float>>(values.Padded);
}
