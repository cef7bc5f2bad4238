namespace Windrow.Maps.Rendering;

/// <summary>A picture that an order is for.</summary>
/// <param name="File">The PNG file.</param>
/// <param name="Georeference">Where it lies; null for a projection that has no edges in degrees, and for a legend.</param>
/// <param name="Tile">Null for a whole picture.</param>
public sealed record MapPicture(string File, MapGeoreference? Georeference = null, MapTile? Tile = null);
