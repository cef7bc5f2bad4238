namespace Windrow.Fields.Interpolate.Weights;

/// <summary>How the value of a target point comes from those of source points.</summary>
internal enum InterpolationMethod : byte
{
    /// <summary>The value of the source point with the least great-circle distance.</summary>
    NearestNeighbour,

    /// <summary>Linear in longitude along the rows to both sides, then linear in latitude. Where the source has no rows: inverse distances of four points.</summary>
    Bilinear,

    /// <summary>The mean of the nearest points, each weighted by the inverse of its great-circle distance.</summary>
    KNearest,

    /// <summary>The mean over the target's cell: source cells weigh as much as they share of its area. First-order conservative (Jones 1999, MWR 127, 2204).</summary>
    GridBoxAverage,
}
