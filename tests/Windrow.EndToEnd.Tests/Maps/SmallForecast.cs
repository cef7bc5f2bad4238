using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>A small forecast and recipes for it: maps of 2 m temperature, of a derived input, and of precipitation.</summary>
internal static class SmallForecast
{
    public const string Common = """
        inputs:
          t2m: {eccodes: shortName is "2t"}
          t850: {eccodes: shortName is "t" and level == 850}
          warm: {type: expr, inputs: [t2m, t850], expr: "warm = t2m - t850 + 273.15"}
          tp6: {type: decumulate, inputs: tp, step: 6}
          tp: {eccodes: shortName is "tp"}
        flavours:
          - name: default
            steps:
              add_basemap:
                params: {subpage_map_projection: cylindrical, subpage_lower_left_latitude: 35.0, subpage_lower_left_longitude: 0.0,
                  subpage_upper_right_latitude: 60.0, subpage_upper_right_longitude: 30.0, output_width: 400, page_id_line: off}
            postprocess: [{type: quantize, colors: 64}]
        """;

    private const string Generate = """
        sources:
          - {type: generate, params: [2t, t, tp], levels: [850], start: 2026-11-20T00:00:00Z, steps: 0/to/12/by/6, nx: 61, ny: 51, north: 60, south: 35, west: 0, east: 30}
        plans:
          - name: all
            actions:
              - {type: encode, format: grib}
              - {type: sink, sinks: [{type: file, path: forecast.grib}]}
        """;

    /// <summary>Writes <c>recipes</c> and <c>forecast.grib</c>.</summary>
    public static async Task WriteTo(Scratch scratch)
    {
        scratch.Write("recipes/inputs.yaml", Common);
        foreach (var (name, input) in new[] { ("t2m", "t2m"), ("warm", "warm"), ("rain", "tp6") })
            scratch.Write($"recipes/{name}.yaml", $"recipe: [{{step: add_basemap}}, {{step: add_coastlines_bg}}, {{step: add_grib, grib: {input}}}, {{step: add_contour, params: {{contour_shade: on, contour_shade_method: area_fill, contour_label: off}}}}]");
        scratch.Write("generate.yaml", Generate);
        (await WindrowProcess.Run(scratch.Path, "run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
    }

    /// <summary>The eight maps of it.</summary>
    public static IReadOnlyList<string> Pictures { get; } =
        [.. new[] { "rain+006", "rain+012", "t2m+000", "t2m+006", "t2m+012", "warm+000", "warm+006", "warm+012" }.Select(static name => $"2026-11-20T00:00:00/{name[..^4]}_default/{name}.png")];
}
