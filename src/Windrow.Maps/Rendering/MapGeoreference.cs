namespace Windrow.Maps.Rendering;

/// <summary>Where on the Earth a picture lies: its edges in degrees, east and north positive, and the projection of its pixels.</summary>
/// <param name="Epsg">4326 for a plate carrée map, 3857 for web Mercator.</param>
public sealed record MapGeoreference(int Epsg, double West, double South, double East, double North);
