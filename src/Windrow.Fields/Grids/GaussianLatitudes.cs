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

    // In the angle from the pole, and in 1 - x and differences of neighbouring degrees: near the pole x itself is too close to 1 for the last digits.
    private static double Latitude(int degree, int i)
    {
        var angle = Math.PI * (i + 0.75) / (degree + 0.5);
        for (var round = 0; round < 10; round++)
        {
            var half = Math.Sin(angle / 2);
            var fromPole = 2 * half * half;
            var (value, difference) = Legendre(degree, fromPole);

            // dP/dθ = -sin θ P'(x), and (1 - x²) P' = n (P(n-1) - x P(n)).
            var change = value * Math.Sin(angle) / (degree * (difference - (fromPole * value)));
            angle -= change;

            // Digits double from round to round.
            if (Math.Abs(change) < 1e-9)
                break;
        }

        return (Math.PI / 2) - angle;
    }

    /// <summary>The polynomial at x = 1 - <paramref name="fromPole"/>, and its difference from that of one degree less.</summary>
    private static (double Value, double Difference) Legendre(int degree, double fromPole)
    {
        var (value, difference) = (1.0, 0.0);
        for (var k = 1; k <= degree; k++)
        {
            difference = (((k - 1) * difference) - (((2 * k) - 1) * fromPole * value)) / k;
            value += difference;
        }

        return (value, difference);
    }
}
