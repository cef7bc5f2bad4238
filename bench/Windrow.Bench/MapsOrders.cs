using Windrow.Maps.Rendering;
using Windrow.Maps.Rendering.Postprocess;
using Windrow.Native.EcCodes;

namespace Windrow.Bench;

/// <summary>Orders like those of a forecast office: a temperature with 38 filled levels, a pressure in lines, each over land and coast, 1,280 pixels wide.</summary>
internal static class MapsOrders
{
    public static List<MapOrder> Make(TemporaryFolder folder, int count, bool quantize)
    {
        var (temperature, pressure) = (folder.Path("t2m.grib"), folder.Path("msl.grib"));
        if (!File.Exists(temperature))
        {
            File.WriteAllBytes(temperature, Field("2t", 278, 12));
            File.WriteAllBytes(pressure, Field("msl", 101_300, 1_800));
        }

        return [.. Enumerable.Range(0, count).Select(number => Order(folder.Path($"map{number:000}.png"), number % 2 == 0 ? Temperature(temperature) : Pressure(pressure), quantize))];
    }

    private static MapOrder Order(string output, MapStep[] field, bool quantize) => new()
    {
        Name = Path.GetFileNameWithoutExtension(output),
        Output = output,
        Page = Parameters(
            ("output_width", MapValue.Of(1280)), ("super_page_x_length", MapValue.Of(40.0)), ("super_page_y_length", MapValue.Of(29.0)),
            ("page_x_length", MapValue.Of(40.0)), ("page_y_length", MapValue.Of(29.0)), ("subpage_x_length", MapValue.Of(38.0)), ("subpage_y_length", MapValue.Of(26.0)),
            ("subpage_x_position", MapValue.Of(1.0)), ("subpage_y_position", MapValue.Of(1.0)),
            ("subpage_map_projection", MapValue.Of("cylindrical")),
            ("subpage_lower_left_latitude", MapValue.Of(35.0)), ("subpage_lower_left_longitude", MapValue.Of(2.5)),
            ("subpage_upper_right_latitude", MapValue.Of(50.0)), ("subpage_upper_right_longitude", MapValue.Of(20.0)), ("page_id_line", MapValue.Of(false))),
        Steps =
        [
            new MapStep("mcoast", Parameters(("map_coastline_general_style", MapValue.Of("background")), ("map_coastline_resolution", MapValue.Of("high")))),
            .. field,
            new MapStep("mcoast", Parameters(
                ("map_coastline_colour", MapValue.Of("#000000")), ("map_coastline_resolution", MapValue.Of("high")), ("map_grid", MapValue.Of(false)), ("map_label", MapValue.Of(false)))),
            new MapStep("mcoast", Parameters(
                ("map_boundaries", MapValue.Of(true)), ("map_boundaries_colour", MapValue.Of("#504040")), ("map_administrative_boundaries", MapValue.Of(true)),
                ("map_administrative_boundaries_countries_list", MapValue.Of(["ITA"])))),
        ],
        Postprocess = quantize ? [new Quantize()] : [],
    };

    private static MapStep[] Temperature(string grib) =>
    [
        new MapStep("mgrib", Parameters(("grib_input_file_name", MapValue.Of(grib)), ("grib_automatic_scaling", MapValue.Of(true)))),
        new MapStep("mcont", Parameters(
            ("legend", MapValue.Of(true)), ("legend_display_type", MapValue.Of("continuous")), ("contour", MapValue.Of(false)), ("contour_shade", MapValue.Of(true)),
            ("contour_shade_method", MapValue.Of("area_fill")), ("contour_shade_colour_method", MapValue.Of("list")),
            ("contour_level_selection_type", MapValue.Of("level_list")), ("contour_level_list", MapValue.Of(Enumerable.Range(0, 39).Select(static n => -30.0 + (2 * n)))),
            ("contour_shade_colour_list", MapValue.Of(Enumerable.Range(0, 38).Select(static n => FormattableString.Invariant($"#{n * 6:x2}{255 - (n * 5):x2}{128 + (n * 3):x2}"))))))
    ];

    private static MapStep[] Pressure(string grib) =>
    [
        new MapStep("mgrib", Parameters(("grib_input_file_name", MapValue.Of(grib)), ("grib_automatic_scaling", MapValue.Of(true)))),
        new MapStep("mcont", Parameters(
            ("contour_level_selection_type", MapValue.Of("interval")), ("contour_interval", MapValue.Of(2.0)), ("contour_line_colour", MapValue.Of("black")), ("contour_label", MapValue.Of(true)))),
    ];

    private static MapParameters Parameters(params (string Name, MapValue Value)[] all) => new(all.Select(static each => new MapParameter(each.Name, each.Value)));

    // 181 × 161 points at 0.1 degrees, like a regional field.
    public static byte[] Field(string name, double mean, double amplitude, int step = 0)
    {
        const int columns = 181, rows = 161;
        using var field = GribHandle.FromSample("regular_ll_sfc_grib2");
        field.SetLong("Ni", columns);
        field.SetLong("Nj", rows);
        field.SetDouble("latitudeOfFirstGridPointInDegrees", 50.5);
        field.SetDouble("longitudeOfFirstGridPointInDegrees", 2.25);
        field.SetDouble("latitudeOfLastGridPointInDegrees", 34.5);
        field.SetDouble("longitudeOfLastGridPointInDegrees", 20.25);
        field.SetDouble("iDirectionIncrementInDegrees", 0.1);
        field.SetDouble("jDirectionIncrementInDegrees", 0.1);
        field.SetString("shortName", name);
        field.SetLong("dataDate", 20261120);
        field.SetLong("dataTime", 0);
        field.SetLong("step", step);
        field.SetLong("bitsPerValue", 16);
        var values = new double[columns * rows];
        for (var n = 0; n < values.Length; n++)
        {
            var (x, y) = (n % columns / 30.0, n / columns / 25.0);
            values[n] = mean + (amplitude * (Math.Sin(x) + Math.Cos(y + (x / 2)) + (0.2 * Math.Sin(9 * x) * Math.Sin(11 * y))));
        }

        field.SetDoubles("values", values);
        return field.Message.ToArray();
    }
}
