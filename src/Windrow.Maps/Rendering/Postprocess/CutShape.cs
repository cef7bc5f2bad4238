namespace Windrow.Maps.Rendering.Postprocess;

/// <summary>Makes all transparent that lies outside of the polygons of a shapefile. A map without georeference stays whole, with a warning.</summary>
/// <param name="Shapefile">The <c>.shp</c> file, in degrees.</param>
public sealed record CutShape(string Shapefile) : Postprocessor;
