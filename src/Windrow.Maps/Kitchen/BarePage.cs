using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>A page without margins, frames and lines, transparent where nothing is drawn.</summary>
internal static class BarePage
{
    private static readonly string[] Placed = ["page", "subpage"];
    private static readonly string[] Sized = ["super_page", .. Placed];

    /// <param name="width">Centimetres.</param>
    /// <param name="height">Centimetres.</param>
    /// <param name="pixels">From left to right.</param>
    public static IEnumerable<MapParameter> Of(double width, double height, int pixels)
    {
        var (off, zero) = (MapValue.Of(false), MapValue.Of(0.0));
        yield return new("output_width", MapValue.Of(pixels));
        yield return new("output_cairo_transparent_background", MapValue.Of(true));
        yield return new("page_id_line", off);
        foreach (var part in Sized)
        {
            yield return new($"{part}_x_length", MapValue.Of(width));
            yield return new($"{part}_y_length", MapValue.Of(height));
            yield return new($"{part}_frame", off);
        }

        foreach (var part in Placed)
        {
            yield return new($"{part}_x_position", zero);
            yield return new($"{part}_y_position", zero);
        }
    }
}
