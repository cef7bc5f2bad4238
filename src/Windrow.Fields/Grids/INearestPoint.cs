namespace Windrow.Fields.Grids;

/// <summary>Finds the point of a grid that is nearest to a place on the sphere. Safe for several threads.</summary>
internal interface INearestPoint
{
    /// <summary>The point with the least great-circle distance; of several the one that comes first.</summary>
    int Find(double latitude, double longitude);
}
