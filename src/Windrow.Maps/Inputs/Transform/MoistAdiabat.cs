using System.Numerics;

namespace Windrow.Maps.Inputs.Transform;

/// <summary>
/// The temperature on a moist adiabat at a pressure. libsim bisects 12 times from 253.16 K and stops when the equation holds to 0.01. Here
/// Newton's method finds the root with a third of the exponentials; then the same bisection is gone through towards the root, which costs next to
/// nothing, so that the results agree down to the step at which it stops.
/// </summary>
internal static class MoistAdiabat
{
    private const float Latent = 2.6518986f;
    private const int Iterations = 4;
    private const int Halvings = 12;

    /// <param name="conserved">What stays the same along the adiabat, in K.</param>
    /// <param name="pressure">hPa.</param>
    /// <param name="inverseExner">(1000 / pressure) to the power of kappa.</param>
    /// <param name="guess">Where to begin, in K; changed.</param>
    public static void Descend(
        ReadOnlySpan<Vector<float>> conserved, ReadOnlySpan<Vector<float>> pressure, ReadOnlySpan<Vector<float>> inverseExner, Span<Vector<float>> guess, Span<Vector<float>> into)
    {
        // The slope at the last point but one is near enough to tell where the equation holds to 0.01.
        Span<Vector<float>> slope = stackalloc Vector<float>[conserved.Length];
        for (var iteration = 0; iteration < Iterations; iteration++)
        {
            for (var i = 0; i < conserved.Length; i++)
            {
                var t = guess[i];
                var (ratio, change) = SaturationPressure.MixingRatio(t, pressure[i]);
                var moist = conserved[i] * SinglePrecision.Exp(new Vector<float>(-Latent) * ratio / t);
                slope[i] = (moist * new Vector<float>(Latent) * ((ratio / t) - change) / t) - inverseExner[i];
                guess[i] = t - ((moist - (t * inverseExner[i])) / slope[i]);
            }
        }

        for (var i = 0; i < conserved.Length; i++)
            into[i] = Bisect(guess[i], new Vector<float>(0.01f) / Vector.Abs(slope[i]));
    }

    private static Vector<float> Bisect(Vector<float> root, Vector<float> enough)
    {
        var t = new Vector<float>(253.16f);
        var half = new Vector<float>(120);
        for (var halving = 0; halving < Halvings; halving++)
        {
            half *= new Vector<float>(0.5f);
            var excess = root - t;
            // Once near enough it stays there.
            var step = Vector.ConditionalSelect(Vector.LessThan(excess, Vector<float>.Zero), -half, half);
            t += Vector.ConditionalSelect(Vector.GreaterThanOrEqual(Vector.Abs(excess), enough), step, Vector<float>.Zero);
        }

        return Vector.ConditionalSelect(Vector.Equals(root, root), t, root);
    }
}
