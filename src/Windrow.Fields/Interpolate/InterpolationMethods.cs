using Windrow.Fields.Interpolate.Weights;

namespace Windrow.Fields.Interpolate;

/// <summary>The names of methods in configuration: MARS' and MIR's.</summary>
internal static class InterpolationMethods
{
    public static readonly string[] Names = ["nearest-neighbour", "linear", "bilinear", "k-nearest", "grid-box-average"];

    public static bool TryRead(string name, out InterpolationMethod method)
    {
        (method, var isKnown) = name.ToLowerInvariant() switch
        {
            "nearest-neighbour" or "nearest-neighbor" or "nearest neighbour" or "nn" => (InterpolationMethod.NearestNeighbour, true),
            "linear" or "bilinear" or "structured-bilinear" => (InterpolationMethod.Bilinear, true),
            "k-nearest" or "k-nearest-neighbours" => (InterpolationMethod.KNearest, true),
            "grid-box-average" => (InterpolationMethod.GridBoxAverage, true),
            _ => (default, false),
        };
        return isKnown;
    }
}
