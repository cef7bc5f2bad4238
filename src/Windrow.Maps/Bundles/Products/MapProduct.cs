using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>A finished picture.</summary>
/// <param name="Path">Where it is below the output, with <c>/</c> between folders.</param>
/// <param name="Georeference">Where on the Earth it lies; null for a legend, and for a projection whose edges are not those of the picture.</param>
/// <param name="Tile">Null for a whole picture.</param>
public sealed record MapProduct(string Path, MapSubject Subject, MapGeoreference? Georeference, MapTile? Tile);
