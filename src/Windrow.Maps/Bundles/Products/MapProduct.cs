using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>A finished picture: what a message about it says.</summary>
/// <param name="Path">Where it is below the output, with <c>/</c> between folders.</param>
/// <param name="Recipe">The recipe's name, such as <c>tiles/z500</c>.</param>
/// <param name="ReferenceTime">UTC.</param>
/// <param name="Step">The model step as it stands in the path, such as <c>006</c>; null for a legend, which is for all of them.</param>
/// <param name="Georeference">Where on the Earth it lies; null for a legend, and for a projection whose edges are not those of the picture.</param>
public sealed record MapProduct(string Path, string Recipe, string Flavour, DateTime ReferenceTime, string? Step, MapGeoreference? Georeference)
{
    /// <summary>Null for a whole picture.</summary>
    internal Tile? Tile { get; init; }
}
