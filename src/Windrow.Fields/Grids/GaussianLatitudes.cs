using System.Collections.Concurrent;

namespace Windrow.Fields.Grids;

/// <summary>
/// The latitudes of Gaussian grids: arcsines of the roots of the Legendre polynomial of degree 2N, by Newton's method from the
/// classic first guess (Abramowitz and Stegun 1964, 22.16.6). Good to 1e-12 degrees.
/// </summary>
internal static class GaussianLatitudes
{
    /// <summary>The largest N that names may ask for; ECMWF's largest operational grid has 1280.</summary>
    public const int LargestN = 8000;

    private static readonly ConcurrentDictionary<int, double[]> Known = [];

    /// <summary>The 2N latitudes in degrees, from north to south. Not to be written to.</summary>
    /// <param name="n">Rows between pole and equator.</param>
    public static double[] Of(int n) => Known.GetOrAdd(n, static n =>
    {
        var latitudes = new double[2 * n];
        for (var i = 0; i < n; i++)
        {
            latitudes[i] = double.RadiansToDegrees(Latitude(2 * n, i));
            latitudes[^(i + 1)] = -latitudes[i];
        }

        return latitudes;
    });

    // In the angle from the pole: near it, sines of latitudes are too close to 1 for the last digits.
    private static double Latitude(int degree, int i)
    {
        var angle = Math.PI * (i + 0.75) / (degree + 0.5);
        for (var round = 0; round < 10; round++)
        {
            var (sine, cosine) = Math.SinCos(angle);
            var (value, before) = Legendre(degree, cosine);

            // dP/dθ = -sin θ P'(cos θ), and (1 - x²) P' = n (P(n-1) - x P(n)).
            var slope = -degree * (before - (cosine * value)) / sine;
            var change = value / slope;
            angle -= change;
            if (Math.Abs(change) < 1e-15)
                break;
        }

        return (Math.PI / 2) - angle;
    }

    private static (double Value, double Before) Legendre(int degree, double x)
    {
        var (before, value) = (1.0, x);
        for (var k = 2; k <= degree; k++)
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        return (value, before);
    }
}
