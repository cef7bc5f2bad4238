using System.Globalization;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Steps;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;
using MapParameters = Windrow.Maps.Rendering.MapParameters;

namespace Windrow.Maps.Kitchen;

/// <summary>Makes of an order what a renderer draws.</summary>
internal static class MapOrders
{
    /// <param name="output">The folder that pictures go into.</param>
    public static MapOrder Of(Order order, string output)
    {
        var page = order.Steps.Where(static step => step.Arguments.Type.Action == MagicsAction.Map).SelectMany(static step => step.Parameters).ToList();
        return new MapOrder
        {
            Name = order.Path[..order.Path.LastIndexOf('.')],
            Output = Path.Combine(output, order.Path),
            Steps = [.. order.Steps.Select(Step)],
            Postprocess = [.. order.Product.Flavour.PostProcesses.Select(Postprocess)],
            Georeference = Georeference(new StepParameters(page)),
        };
    }

    private static MapStep Step(OrderStep step) => new(
        Macro(step.Arguments.Type.Action),
        new MapParameters(step.Parameters.Select(static parameter => new MapParameter(parameter.Name, Value(parameter.Value)))));

    private static string Macro(MagicsAction action) => action switch
    {
        MagicsAction.Map => "mmap",
        MagicsAction.Coast => "mcoast",
        MagicsAction.Grib => "mgrib",
        MagicsAction.Contour => "mcont",
        MagicsAction.Wind => "mwind",
        MagicsAction.Symbol => "msymb",
        _ => "mgeo",
    };

    private static MapValue Value(ParameterValue value) => value.Kind switch
    {
        ParameterKind.Flag => MapValue.Of(value.Flag),
        ParameterKind.Integer => MapValue.Of((int)Math.Clamp(value.Integer, int.MinValue, int.MaxValue)),
        ParameterKind.Number => MapValue.Of(value.Number),
        ParameterKind.IntegerList => MapValue.Of(value.Integers.Select(static number => (int)Math.Clamp(number, int.MinValue, int.MaxValue))),
        ParameterKind.NumberList => MapValue.Of(value.Numbers),
        ParameterKind.TextList => MapValue.Of(value.Texts),
        _ => MapValue.Of(value.Text),
    };

    private static Rendering.Postprocess.Postprocessor Postprocess(PostProcess process) => process switch
    {
        Watermark mark => new Rendering.Postprocess.Watermark(mark.Message, mark.Font, mark.X, mark.Y, mark.Size, mark.Anchor, mark.Colour),
        CutShape cut => new Rendering.Postprocess.CutShape(cut.Shapefile),
        Quantize quantize => new Rendering.Postprocess.Quantize(quantize.Colours, quantize.Dither),
        _ => throw new NotSupportedException($"{process.Location}: {process.GetType().Name}"),
    };

    // Pictures whose edges are those of the map: cylindrical ones, and projections by their number.
    private static MapGeoreference? Georeference(StepParameters page)
    {
        var projection = page["subpage_map_projection"]?.ToString() ?? "cylindrical";
        var epsg = projection == "cylindrical" ? 4326
            : projection.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) && int.TryParse(projection.AsSpan(5), CultureInfo.InvariantCulture, out var number) ? number : 0;
        return epsg > 0 && Number(page["subpage_lower_left_longitude"]) is { } west && Number(page["subpage_lower_left_latitude"]) is { } south
            && Number(page["subpage_upper_right_longitude"]) is { } east && Number(page["subpage_upper_right_latitude"]) is { } north
            ? new MapGeoreference(epsg, west, south, east, north)
            : null;
    }

    private static double? Number(ParameterValue? value) => value?.Kind switch
    {
        ParameterKind.Number => value.Number,
        ParameterKind.Integer => value.Integer,
        _ => null,
    };
}
