using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Bundles.Products;

/// <summary>A finished picture: what a message about it says.</summary>
public sealed record MapProduct
{
    internal MapProduct(string path, PicturePath parts, MapGeoreference? georeference) => (Path, Parts, Georeference) = (path, parts, georeference);

    /// <summary>Where it is below the output, with <c>/</c> between folders.</summary>
    public string Path { get; }

    /// <summary>The recipe's name, such as <c>tiles/z500</c>.</summary>
    public string Recipe => Product.Recipe.Name;

    public string Flavour => Product.Flavour.Name;

    /// <summary>UTC.</summary>
    public DateTime ReferenceTime => Parts.ReferenceTime;

    /// <summary>The model step as it stands in the path, such as <c>006</c>; null for a legend, which is for all of them.</summary>
    public string? Step => Parts.Step;

    /// <summary>Where on the Earth it lies; null for a legend, and for a projection whose edges are not those of the picture.</summary>
    public MapGeoreference? Georeference { get; }

    internal Product Product => Parts.Product;

    /// <summary>Null for a whole picture.</summary>
    internal Tile? Tile => Parts.Tile;

    private PicturePath Parts { get; }
}
