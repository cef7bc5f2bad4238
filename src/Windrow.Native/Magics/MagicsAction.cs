namespace Windrow.Native.Magics;

/// <summary>What Magics does with the parameters that were set.</summary>
public enum MagicsAction
{
    /// <summary>Coastlines, boundaries, grid and labels (<c>mcoast</c>).</summary>
    Coast,

    /// <summary>Loads a field from a GRIB file (<c>mgrib</c>).</summary>
    Grib,

    /// <summary>Isolines and shading of the loaded field (<c>mcont</c>).</summary>
    Contour,

    /// <summary>Arrows or flags of the two loaded fields (<c>mwind</c>).</summary>
    Wind,

    /// <summary>Symbols at points or grid points (<c>msymb</c>).</summary>
    Symbol,

    /// <summary>Loads points from a geopoints file (<c>mgeo</c>).</summary>
    Geopoints,
}
