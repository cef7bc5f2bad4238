namespace Windrow.Fields.Interpolate.Weights;

/// <summary>Finds the source points of one target point. Safe for several threads.</summary>
internal interface IPointWeights
{
    /// <summary>Adds the entries of the target point at a place, none where the source does not reach; the caller ends the row.</summary>
    void Add(double latitude, double longitude, MatrixBuilder row);
}
