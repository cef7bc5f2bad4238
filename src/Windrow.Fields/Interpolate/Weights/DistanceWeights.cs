using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Several nearest points, each with the inverse of its great-circle distance (Shepard 1968); a point at the place itself stands alone.</summary>
/// <param name="neighbours">How many points, at most <see cref="Most"/>.</param>
internal sealed class DistanceWeights(Grid source, int neighbours) : IPointWeights
{
    public const int Most = 64;

    /// <summary>The square of a chord that is rounding: six millimetres on the Earth.</summary>
    private const double SamePlace = 1e-18;

    private readonly PointTree _tree = source.Tree;

    public void Add(double latitude, double longitude, MatrixBuilder row)
    {
        if (!source.Covers(latitude, longitude))
            return;
        Span<int> points = stackalloc int[neighbours];
        Span<double> weights = stackalloc double[neighbours];
        var found = _tree.Find(latitude, longitude, points, weights);
        if (weights[0] < SamePlace)
        {
            row.Add(points[0], 1);
            return;
        }

        var sum = 0.0;
        for (var i = 0; i < found; i++)
        {
            weights[i] = 1 / Math.Asin(Math.Min(1, Math.Sqrt(weights[i]) / 2));
            sum += weights[i];
        }

        for (var i = 0; i < found; i++)
            row.Add(points[i], weights[i] / sum);
    }
}
