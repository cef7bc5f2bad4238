namespace Windrow.Maps.Definitions.Flavours;

/// <summary>The web map tiles (EPSG:3857, the usual z/x/y scheme) that a flavour draws.</summary>
/// <param name="ZoomMin">The smallest zoom.</param>
/// <param name="ZoomMax">The largest zoom, drawn too.</param>
/// <param name="LatitudeMin">The southern edge, degrees north.</param>
/// <param name="LatitudeMax">The northern edge.</param>
/// <param name="LongitudeMin">The western edge, degrees east.</param>
/// <param name="LongitudeMax">The eastern edge.</param>
public sealed record TileArea(int ZoomMin, int ZoomMax, double LatitudeMin, double LatitudeMax, double LongitudeMin, double LongitudeMax);
