using System.Globalization;
using System.Text;
using Windrow.Maps.Bundles.Products;

namespace Windrow.Maps.Bundles.Gallery;

/// <summary>A product in the gallery: its pictures in frames, of which the page shows one at a time. Of tiles the lowest zoom is put together.</summary>
internal static class GalleryArticle
{
    public static void Write(StringBuilder html, ProductRecord product, GalleryTimes times)
    {
        var recipe = product.Product.Recipe;
        var pictures = product.Runs.SelectMany(static run => run.Value.Pictures).ToList();
        html.Append(CultureInfo.InvariantCulture, $"<article>\n<h3>{GalleryPage.Text(recipe.Description)} <small>{GalleryPage.Text(recipe.Name)}</small></h3>\n");
        foreach (var frame in pictures.Where(static picture => picture.Subject.Instant is not null).GroupBy(times.Of).OrderBy(static frame => frame.Key))
        {
            var alternative = GalleryPage.Text($"{recipe.Description}, {product.Product.Flavour.Name}, {times.Labels[frame.Key]}");
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"frame\" data-step=\"{frame.Key}\"{(frame.Key == 0 ? "" : " hidden=\"hidden\"")}>");
            if (frame.First().Tile is null)
                Whole(html, frame.First().Path, alternative);
            else
                Tiles(html, [.. frame], alternative);
            html.Append("</div>\n");
        }

        if (pictures.Find(static picture => picture.Subject.Instant is null) is { } legend)
            html.Append(CultureInfo.InvariantCulture, $"<img class=\"legend\" src=\"{GalleryPage.Address(legend.Path)}\" loading=\"lazy\" alt=\"Legend of {GalleryPage.Text(recipe.Description)}\"/>\n");
        html.Append("<p class=\"none\" hidden=\"hidden\">No map for this step.</p>\n</article>\n");
    }

    private static void Whole(StringBuilder html, string path, string alternative)
    {
        var address = GalleryPage.Address(path);
        html.Append(CultureInfo.InvariantCulture, $"<a href=\"{address}\"><img src=\"{address}\" loading=\"lazy\" alt=\"{alternative}\"/></a>");
    }

    private static void Tiles(StringBuilder html, List<MapProduct> pictures, string alternative)
    {
        var zoom = pictures.Min(static picture => picture.Tile!.Zoom);
        var tiles = pictures.Where(picture => picture.Tile!.Zoom == zoom).OrderBy(static picture => picture.Tile!.Y).ThenBy(static picture => picture.Tile!.X).ToList();
        var (first, last) = (tiles.Min(static tile => tile.Tile!.X), tiles.Max(static tile => tile.Tile!.X));
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"tiles\" role=\"img\" aria-label=\"{alternative}, zoom {zoom}\" style=\"grid-template-columns: repeat({last - first + 1}, 1fr)\">");
        foreach (var tile in tiles)
            html.Append(CultureInfo.InvariantCulture, $"<img src=\"{GalleryPage.Address(tile.Path)}\" loading=\"lazy\" alt=\"\" style=\"grid-column: {tile.Tile!.X - first + 1}\"/>");
        html.Append("</div>");
    }
}
