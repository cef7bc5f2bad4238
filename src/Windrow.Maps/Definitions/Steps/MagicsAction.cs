namespace Windrow.Maps.Definitions.Steps;

/// <summary>What a step does in Magics.</summary>
public enum MagicsAction
{
    /// <summary>Sets parameters of the page and its projection, and draws nothing.</summary>
    Map,
    Coast,

    /// <summary>Loads a field for the actions behind it.</summary>
    Grib,
    Contour,
    Wind,
    Symbol,
    Geopoints,
}
