using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Windrow.Maps.Orders;
using Windrow.Maps.Orders.Tiles;

namespace Windrow.Maps.Bundles.Products;

/// <summary>What the path of a picture tells, as <see cref="OutputPath"/> writes it.</summary>
/// <param name="Step">Null for a legend.</param>
/// <param name="Tile">Null for a whole picture.</param>
internal readonly record struct PicturePath(Product Product, DateTime ReferenceTime, string? Step, Tile? Tile)
{
    private const string Suffix = ".png";
    private const string Legend = "+legend.png";

    /// <param name="path">With <c>/</c> between folders.</param>
    /// <param name="products">By recipe and flavour, an underscore between them.</param>
    public static bool TryParse(string path, IReadOnlyDictionary<string, Product> products, [NotNullWhen(true)] out PicturePath? parsed)
    {
        parsed = null;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !path.EndsWith(Suffix, StringComparison.Ordinal) || !TryTime(path.AsSpan(0, slash), out var time))
            return false;
        var rest = path[(slash + 1)..];
        parsed = TryWhole(rest, products) is var (whole, step) ? new PicturePath(whole, time, step, null)
            : rest.EndsWith(Legend, StringComparison.Ordinal) && products.TryGetValue(rest[..^Legend.Length], out var product) ? new PicturePath(product, time, null, null)
            : TryTile(rest, products) is var (tiled, at, tile) ? new PicturePath(tiled, time, at, tile)
            : null;
        return parsed is not null;
    }

    /// <summary>How a product is called in paths.</summary>
    public static string NameOf(Product product) => $"{product.Recipe.Name}_{product.Flavour.Name}";

    private static bool TryTime(ReadOnlySpan<char> text, out DateTime time) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);

    // RECIPE_FLAVOUR/BASENAME+STEP.png
    private static (Product Product, string Step)? TryWhole(string rest, IReadOnlyDictionary<string, Product> products)
    {
        var slash = rest.LastIndexOf('/');
        if (slash < 0 || !products.TryGetValue(rest[..slash], out var product))
            return null;
        var name = $"{product.Recipe.Name[(product.Recipe.Name.LastIndexOf('/') + 1)..]}+";
        var file = rest[(slash + 1)..^Suffix.Length];
        return file.StartsWith(name, StringComparison.Ordinal) ? (product, file[name.Length..]) : null;
    }

    // RECIPE_FLAVOUR+STEP/Z/X/Y.png
    private static (Product Product, string Step, Tile Tile)? TryTile(string rest, IReadOnlyDictionary<string, Product> products)
    {
        var parts = rest[..^Suffix.Length].Split('/');
        if (parts.Length < 4)
            return null;
        var name = string.Join('/', parts[..^3]);
        var plus = name.LastIndexOf('+');
        return plus > 0 && products.TryGetValue(name[..plus], out var product)
            && TryNumber(parts[^3], out var zoom) && TryNumber(parts[^2], out var x) && TryNumber(parts[^1], out var y)
            ? (product, name[(plus + 1)..], new Tile(zoom, x, y))
            : null;
    }

    private static bool TryNumber(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
