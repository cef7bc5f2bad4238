using Windrow.Core.Errors;
using Windrow.Fields.Grids;

namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Computes weights, on all cores: the target is cut into pieces whose rows are joined in their order, so that the result is always the same.</summary>
internal static class WeightsBuild
{
    // Small pieces, since rows near the poles cost more than others.
    private const int PiecePoints = 1 << 14;

    /// <exception cref="FailureException">The method cannot be used between these grids, or there would be too many weights.</exception>
    public static SparseMatrix Of(WeightsRequest request)
    {
        switch (request.Method)
        {
            case InterpolationMethod.GridBoxAverage when request is { Source: RowGrid source, Target: RowGrid target }:
                return Boxes(source, target);
            case InterpolationMethod.GridBoxAverage:
                throw new FailureException(Failure.Permanent(
                    $"'grid-box-average' needs grids of rows, whose cells are known, and {(request.Source is RowGrid ? request.Target : request.Source)} is none", "use 'nearest-neighbour' or 'k-nearest', or weights of your own with 'interpolation: matrix'"));
            case InterpolationMethod.NearestNeighbour:
                return Points(request, new NearestWeights(request.Source));
            case InterpolationMethod.Bilinear when request.Source is RowGrid source:
                return Points(request, new BilinearWeights(source));
            default:
                return Points(request, new DistanceWeights(request.Source, request.Method == InterpolationMethod.KNearest ? request.Neighbours : 4));
        }
    }

    private static SparseMatrix Points(WeightsRequest request, IPointWeights weights)
    {
        var (latitudes, longitudes) = (new double[request.Target.Points], new double[request.Target.Points]);
        request.Target.CopyLocations(latitudes, longitudes);
        var pieces = new MatrixBuilder[(latitudes.Length + PiecePoints - 1) / PiecePoints];
        Parallel(pieces.Length, piece =>
        {
            var builder = new MatrixBuilder();
            for (var i = piece * PiecePoints; i < Math.Min(latitudes.Length, (piece + 1) * PiecePoints); i++)
            {
                weights.Add(latitudes[i], longitudes[i], builder);
                builder.EndRow();
            }

            pieces[piece] = builder;
        });
        return MatrixBuilder.Join(request.Source.Points, pieces);
    }

    private static SparseMatrix Boxes(RowGrid source, RowGrid target)
    {
        var weights = new BoxWeights(source, target);
        var pieces = new MatrixBuilder[target.Rows.Length];
        Parallel(pieces.Length, row =>
        {
            pieces[row] = new MatrixBuilder();
            weights.Add(row, pieces[row]);
        });
        var matrix = MatrixBuilder.Join(source.Points, pieces);
        var places = new int[target.Points];
        var (at, isInOrder) = (0, true);
        foreach (ref readonly var row in target.Rows)
        {
            for (var column = 0; column < row.Count; column++, at++)
            {
                places[at] = target.PlaceOf(row.Start + column);
                isInOrder &= places[at] == at;
            }
        }

        return isInOrder ? matrix : matrix.WithRowsAt(places);
    }

    private static void Parallel(int pieces, Action<int> build)
    {
        try
        {
            System.Threading.Tasks.Parallel.For(0, pieces, build);
        }
        catch (AggregateException exception) when (exception.InnerExceptions[0] is FailureException failure)
        {
            throw new FailureException(failure.Failure);
        }
    }
}
