using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Maps;

/// <summary>From GRIB messages to pictures, by the command line and with the real Magics.</summary>
public sealed class MapsProcessTests : IDisposable
{
    private const string Recipes = """
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

    private readonly Scratch _scratch = new();

    public MapsProcessTests()
    {
        _scratch.Write("recipes/inputs.yaml", Recipes);
        foreach (var (name, input) in new[] { ("t2m", "t2m"), ("warm", "warm"), ("rain", "tp6"), ("snow", "sn") })
            _scratch.Write($"recipes/{name}.yaml", $"recipe: [{{step: add_basemap}}, {{step: add_coastlines_bg}}, {{step: add_grib, grib: {input}}}, {{step: add_contour, params: {{contour_shade: on, contour_shade_method: area_fill, contour_label: off}}}}]");
        _scratch.Write("generate.yaml", Generate);
    }

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Maps_of_messages_and_of_derived_inputs_are_drawn_and_nothing_else()
    {
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--workers", "1")).ShouldEndWith(0);
        string[] expected = [.. new[] { "t2m+000", "t2m+006", "t2m+012", "warm+000", "warm+006", "warm+012", "rain+006", "rain+012" }.Select(static name => $"maps/2026-11-20T00:00:00/{name[..^4]}_default/{name}.png")];
        Pictures().ShouldBe(expected, ignoreOrder: true);
        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(expected.Select(path => _scratch[path]).Order(StringComparer.Ordinal));
        result.Error.ShouldContain("8 of 8 maps drawn");
        foreach (var picture in expected)
            File.ReadAllBytes(_scratch[picture]).Length.ShouldBeGreaterThan(2_000, picture);
        Directory.GetFiles(_scratch["maps"], ".*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dispatch_and_render_are_apart_and_what_is_there_is_not_computed_again()
    {
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0).Error.ShouldContain("9 accepted");
        Directory.GetFiles(_scratch["work/pantry"]).Length.ShouldBe(9);
        (await Run("maps", "render", "work", "-o", "maps", "--workers", "2")).ShouldEndWith(0).Error.ShouldContain("5 inputs computed, 8 maps");
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0);
        (await Run("maps", "render", "work", "-o", "maps", "--workers", "2")).ShouldEndWith(0).Error.ShouldContain("0 inputs computed, 8 maps");
    }

    [Fact]
    public async Task File_of_the_pantry_that_is_no_grib_costs_what_would_be_made_of_it()
    {
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        (await Run("maps", "dispatch", "work", "forecast.grib", "--grib")).ShouldEndWith(0);
        _scratch.Write("work/pantry/t850_2026_11_20_0_0_0+6.grib", "this is no GRIB message");
        var result = await Run("maps", "render", "work", "-o", "maps", "--workers", "1");
        result.ShouldEndWith(0).Error.ShouldContain("t850_2026_11_20_0_0_0+6.grib");
        Pictures().Length.ShouldBe(7);
    }

    [Fact]
    public async Task Damaged_message_costs_itself_only_and_is_told()
    {
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var bytes = await File.ReadAllBytesAsync(_scratch["forecast.grib"], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_scratch["forecast.grib"], bytes[..^100], TestContext.Current.CancellationToken);
        var result = (await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--workers", "1")).ShouldEndWith(5);
        result.Error.ShouldContain("forecast.grib@");
        Pictures().Length.ShouldBeInRange(6, 7);
    }

    [Fact]
    public async Task Derived_input_that_cannot_be_computed_costs_its_own_maps_only()
    {
        _scratch.Write("recipes/inputs.yaml", Recipes.Replace("expr: \"warm = t2m - t850 + 273.15\"", "expr: \"warm = t2m - nothing\"", StringComparison.Ordinal));
        (await Run("run", "generate.yaml", "--once", "--quiet")).ShouldEndWith(0);
        var result = await Run("maps", "process", "forecast.grib", "--grib", "-o", "maps", "--flavours", "default,default", "--workers", "1");
        result.Error.ShouldContain("warm: ");
        result.Error.ShouldContain("nothing");
        Pictures().Length.ShouldBe(5);
        result.Error.ShouldContain("5 of 5 maps drawn");
    }

    [Fact]
    public async Task Unknown_flavour_is_told_before_anything_is_read()
    {
        (await Run("maps", "process", "no-such-file", "--grib", "-o", "maps", "--flavours", "defalt")).ShouldEndWith(3).Error.ShouldContain("did you mean 'default'?");
        Directory.Exists(_scratch["maps"]).ShouldBeFalse();
    }

    private string[] Pictures() => [.. Directory.GetFiles(_scratch["maps"], "*.png", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_scratch.Path, path))];

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
