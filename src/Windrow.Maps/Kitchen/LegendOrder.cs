using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;

namespace Windrow.Maps.Kitchen;

/// <summary>
/// The legend of a tiled product, which its tiles have no place for: a picture of its own, once for each reference time. As arkimaps 1.43 has it, it is
/// that of the last contour with a legend, on a page of 3 × 21 cm.
/// </summary>
internal static class LegendOrder
{
    private const double Width = 3;
    private const double Height = 21;

    private const double TextSize = 0.5;

    // As many to the centimetre as tiles have.
    private const int Pixels = 120;

    private static readonly MapParameter[] Alone =
    [
        new("legend_only", MapValue.Of(true)),
        new("legend_box_mode", MapValue.Of("positional")),
        new("legend_box_x_position", MapValue.Of(0.0)),
        new("legend_box_y_position", MapValue.Of(0.0)),
        new("legend_box_x_length", MapValue.Of(Width)),
        new("legend_box_y_length", MapValue.Of(Height)),
        // In centimetres: arkimaps' 25 % of the box is more than a page of this width can hold.
        new("legend_text_font_size", MapValue.Of(TextSize)),
        new("legend_title_font_size", MapValue.Of(TextSize)),
        new("legend_entry_plot_direction", MapValue.Of("column")),
    ];

    /// <returns>Null: the product has no legend.</returns>
    public static PlannedMap? Of(Order order)
    {
        if (order.Product.Flavour.Tiles is null)
            return null;
        MapStep[] steps = [.. order.Steps.Select(MapSteps.Of)];
        var contour = Array.FindLastIndex(steps, static step => step.Macro == "mcont" && step.Parameters["legend"]?.ToString() == "on");
        var field = contour < 0 ? -1 : Array.FindLastIndex(steps, contour, static step => step.Macro == "mgrib");
        if (field < 0)
            return null;
        var path = OutputPath.OfLegend(order.Product, order.Instant.ReferenceTime);
        return new PlannedMap(MapSubject.Legend(order.Product, order.Instant.ReferenceTime), new MapOrder
        {
            Name = path[..^OutputPath.Suffix.Length],
            Output = path,
            Page = new(BarePage.Of(Width, Height, Pixels)),
            Steps = [steps[field], steps[contour] with { Parameters = steps[contour].Parameters.With(Alone) }],
        });
    }
}
