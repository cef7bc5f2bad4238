using System.Globalization;
using System.Net;
using System.Text;
using Windrow.Maps.Bundles.Products;

namespace Windrow.Maps.Bundles.Gallery;

/// <summary>
/// A page that shows the maps of a folder: by flavour and recipe, one step at a time. It is one file without anything from elsewhere but the pictures beside
/// it, so it works from a disk as from a server. It is well-formed XML, too.
/// </summary>
internal static class GalleryPage
{
    private static readonly string Style = Resource("gallery.css");
    private static readonly string Script = Resource("gallery.js");

    /// <returns>UTF-8.</returns>
    public static byte[] Of(IEnumerable<ProductRecord> products)
    {
        var all = products.ToList();
        var times = new GalleryTimes(all);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>Maps</title>\n")
            .Append("<style>\n").Append(Style).Append("</style>\n<noscript><style>[hidden].frame { display: block; } header label { display: none; }</style></noscript>\n</head>\n<body>\n");
        Header(html, times);
        html.Append("<main>\n");
        foreach (var flavour in all.GroupBy(static product => product.Product.Flavour.Name))
        {
            html.Append(CultureInfo.InvariantCulture, $"<section>\n<h2>{Text(flavour.Key)}</h2>\n<div class=\"maps\">\n");
            foreach (var product in flavour)
                GalleryArticle.Write(html, product, times);
            html.Append("</div>\n</section>\n");
        }

        html.Append(all.Count == 0 ? "<p>No map was drawn.</p>\n" : "").Append("</main>\n<script>\n").Append(Script).Append("</script>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    /// <summary>A text as it stands between tags and in attributes.</summary>
    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The address of a picture, relative to the page.</summary>
    public static string Address(string path) => $"./{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";

    private static void Header(StringBuilder html, GalleryTimes times)
    {
        html.Append("<header>\n<h1>Maps</h1>\n");
        if (times.Labels.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<label>Step <input id=\"step\" type=\"range\" min=\"0\" max=\"{times.Labels.Count - 1}\" value=\"0\" list=\"steps\"/> <output id=\"when\" for=\"step\">{Text(times.Labels[0])}</output></label>\n<datalist id=\"steps\">\n");
            for (var i = 0; i < times.Labels.Count; i++)
                html.Append(CultureInfo.InvariantCulture, $"<option value=\"{i}\" label=\"{Text(times.Labels[i])}\"></option>\n");
            html.Append("</datalist>\n");
        }

        html.Append("</header>\n");
    }

    private static string Resource(string name)
    {
        using var reader = new StreamReader(typeof(GalleryPage).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
