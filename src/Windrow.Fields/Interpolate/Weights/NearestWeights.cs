using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>The one nearest point.</summary>
internal sealed class NearestWeights(Grid source) : IPointWeights
{
    private readonly INearestPoint _nearest = source.Nearest;

    public void Add(double latitude, double longitude, MatrixBuilder row)
    {
        if (source.Covers(latitude, longitude))
            row.Add(_nearest.Find(latitude, longitude), 1);
    }
}
