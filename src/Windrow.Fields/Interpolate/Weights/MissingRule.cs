namespace Windrow.Fields.Interpolate.Weights;

/// <summary>When a target point is missing of whose source points some are. The others are weighted as if they were all, where it is not.</summary>
internal enum MissingRule : byte
{
    /// <summary>When the points that are there carry less than half of the weight.</summary>
    LessThanHalf,

    /// <summary>When the point with the most weight is missing, which is what ECMWF's MIR does by default (<c>missing-if-heaviest-missing</c>).</summary>
    Heaviest,
}
