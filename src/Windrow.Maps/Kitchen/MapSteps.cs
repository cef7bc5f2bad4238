using System.Globalization;
using Windrow.Maps.Definitions.Flavours;
using Windrow.Maps.Definitions.Steps;
using Windrow.Maps.Orders;
using Windrow.Maps.Rendering;
using MapParameters = Windrow.Maps.Rendering.MapParameters;

namespace Windrow.Maps.Kitchen;

/// <summary>Says in the renderer's words what recipes and flavours have.</summary>
internal static class MapSteps
{
    public static MapStep Of(OrderStep step) => new(
        Macro(step.Arguments.Type.Action),
        new MapParameters(step.Parameters.Select(static parameter => new MapParameter(parameter.Name, Value(parameter.Value)))));

    public static IReadOnlyList<Rendering.Postprocess.Postprocessor> Postprocess(Flavour flavour) => [.. flavour.PostProcesses.Select(Postprocess)];

    /// <summary>Where the picture lies: known of cylindrical maps, and of projections by their number.</summary>
    public static MapGeoreference? Georeference(IEnumerable<MapStep> steps)
    {
        var page = new MapParameters(steps.Where(static step => step.Macro == "mmap").SelectMany(static step => step.Parameters));
        var projection = page["subpage_map_projection"]?.ToString() ?? "cylindrical";
        var epsg = projection == "cylindrical" ? 4326
            : projection.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) && int.TryParse(projection.AsSpan(5), CultureInfo.InvariantCulture, out var number) ? number : 0;
        return epsg > 0 && Number(page["subpage_lower_left_longitude"]) is { } west && Number(page["subpage_lower_left_latitude"]) is { } south
            && Number(page["subpage_upper_right_longitude"]) is { } east && Number(page["subpage_upper_right_latitude"]) is { } north
            ? new MapGeoreference(epsg, west, south, east, north)
            : null;
    }

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

    private static double? Number(MapValue? value) => value?.Kind switch
    {
        MapValueKind.Real => value.Real,
        MapValueKind.Integer => value.Integer,
        _ => null,
    };

    private static Rendering.Postprocess.Postprocessor Postprocess(PostProcess process) => process switch
    {
        Watermark mark => new Rendering.Postprocess.Watermark(mark.Message, mark.Font, mark.X, mark.Y, mark.Size, mark.Anchor, mark.Colour),
        CutShape cut => new Rendering.Postprocess.CutShape(cut.Shapefile),
        Quantize quantize => new Rendering.Postprocess.Quantize(quantize.Colours, quantize.Dither),
        _ => throw new NotSupportedException($"{process.Location}: {process.GetType().Name}"),
    };
}
