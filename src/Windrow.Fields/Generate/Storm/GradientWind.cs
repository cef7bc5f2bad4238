namespace Windrow.Fields.Generate.Storm;

/// <summary>
/// Wind in balance with a field of pressure or height: geostrophic, slowed to the gradient wind where it turns around a low (Holton, An Introduction to
/// Dynamic Meteorology, section 3.2), and near the ground slowed and turned towards low pressure by friction, more over land than over sea.
/// </summary>
internal static class GradientWind
{
    private const double EarthRadius = 6_371_000;
    private const double TwiceRotation = 2 * 7.292e-5;

    /// <summary>Equatorward of this the balance fails, and the Coriolis parameter is kept as it is here.</summary>
    private const double LeastLatitude = 15;

    /// <param name="potential">In m²/s²: geopotential, or pressure by density.</param>
    /// <param name="air">For the turning around lows.</param>
    /// <param name="land">0 to 1 where there is friction; null in the free air.</param>
    /// <param name="eastward">Takes the one component, in m/s.</param>
    /// <param name="northward">Takes the other.</param>
    public static void Fill(double[] latitudes, double[] longitudes, double[] potential, Air[] air, double[]? land, double[] eastward, double[] northward)
    {
        var (nx, ny) = (longitudes.Length, latitudes.Length);
        for (var row = 0; row < ny; row++)
        {
            var latitude = latitudes[row];
            var coriolis = TwiceRotation * Math.Sin(double.DegreesToRadians(Math.Max(Math.Abs(latitude), LeastLatitude)));
            var side = Math.Tanh(latitude / 8);
            var metres = EarthRadius * Math.Max(Math.Cos(double.DegreesToRadians(latitude)), 0.1);
            var (above, below) = (Math.Max(row - 1, 0), Math.Min(row + 1, ny - 1));
            for (var column = 0; column < nx; column++)
            {
                var (left, right) = (Math.Max(column - 1, 0), Math.Min(column + 1, nx - 1));
                var point = (row * nx) + column;
                var alongX = Slope(potential[(row * nx) + right] - potential[(row * nx) + left], double.DegreesToRadians(longitudes[right] - longitudes[left]) * metres);
                var alongY = Slope(potential[(above * nx) + column] - potential[(below * nx) + column], double.DegreesToRadians(latitudes[above] - latitudes[below]) * EarthRadius);
                var (u, v) = (-alongY / coriolis * side, alongX / coriolis * side);
                var share = Slowing(Math.Sqrt((u * u) + (v * v)), coriolis, air[point]);
                (eastward[point], northward[point]) = land is null ? (u * share, v * share) : Rub(u * share, v * share, land[point], side);
            }
        }
    }

    private static double Slope(double difference, double distance) => distance == 0 ? 0 : difference / distance;

    private static double Slowing(double geostrophic, double coriolis, in Air air)
    {
        var turning = coriolis * Math.Max(air.Radius, 120_000);
        var gradient = 2 / (1 + Math.Sqrt(1 + (4 * geostrophic / turning)));
        return 1 + (air.Turning * (gradient - 1));
    }

    // Towards low pressure is to the left in the north, to the right in the south.
    private static (double Eastward, double Northward) Rub(double u, double v, double land, double side)
    {
        var (sine, cosine) = Math.SinCos(double.DegreesToRadians(12 + (16 * land)) * Math.Sign(side));
        var share = 0.72 - (0.3 * land);
        return (share * ((u * cosine) - (v * sine)), share * ((u * sine) + (v * cosine)));
    }
}
