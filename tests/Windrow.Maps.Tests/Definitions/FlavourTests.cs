using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Flavours;

namespace Windrow.Maps.Tests.Definitions;

public class FlavourTests
{
    private const string Flavours = """
        flavours:
          - name: web
            recipes_filter: ["tiles/*", t?m]
            postprocess:
              - {type: watermark, message: Hello, font: f.ttf, x: -10, y: 5}
              - {type: cutshape, shapefile: s.shp}
              - {type: quantize, colors: 16, dither: off}
            tile: {lat_min: 43, lat_max: 45.5, lon_min: 9, lon_max: 13, zoom_max: 7}
            steps:
              add_basemap: {params: {output_width: 1000}}
              add_contour: {params: {legend: off}}
              add_grid: {skip: yes}
              add_user_boundaries: {shape: land, params: {map_user_layer_colour: black}}
              add_geopoints:
        """;

    private const string Recipe = """
        recipe:
         - {step: add_basemap}
         - {step: add_grib, grib: t2m}
         - {step: add_contour}
         - {step: add_contour, params: {contour: on}}
         - {step: add_grid}
         - {step: add_grid, skip: no}
         - {step: add_user_boundaries}
         - {step: add_boundaries}
        inputs: {t2m: {eccodes: level}, land: {eccodes: level}}
        """;

    private static RecipeFiles Files() => new RecipeFiles().Write("f.yaml", Flavours).Write("r.yaml", Recipe).Write("static/f.ttf", "").Write("static/s.shp", "");

    [Fact]
    public void Flavour_is_read_with_all_its_parts()
    {
        using var files = Files();
        var flavour = files.Read().Flavours.ShouldHaveSingleItem();

        files.Report.ShouldBeEmpty();
        (flavour.Name, flavour.DefinedIn).ShouldBe(("web", "f.yaml"));
        flavour.Tiles.ShouldBe(new TileArea(3, 7, 43, 45.5, 9, 13));
        var watermark = flavour.PostProcesses[0].ShouldBeOfType<Watermark>();
        (watermark.Message, watermark.X, watermark.Y, watermark.Size, watermark.Anchor, watermark.Colour).ShouldBe(("Hello", -10, 5, 10, "la", "#fff0"));
        flavour.PostProcesses[1].ShouldBeOfType<CutShape>().Shapefile.ShouldBe(Path.Combine(files.Folder, "static/s.shp"));
        var quantize = flavour.PostProcesses[2].ShouldBeOfType<Quantize>();
        (quantize.Colours, quantize.Dither).ShouldBe((16, false));
    }

    [Theory]
    [InlineData("tiles/z500", true)]
    [InlineData("tiles/deep/z500", true)]
    [InlineData("t2m", true)]
    [InlineData("t22m", false)]
    [InlineData("standalone/t2m", false)]
    public void Recipes_filter_is_compared_with_the_whole_name(string recipe, bool isAllowed)
    {
        using var files = Files();
        files.Read().Flavour("web")!.Allows(recipe).ShouldBe(isAllowed);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("[]x]", "]", true)]
    [InlineData("[", "[", true)]
    [InlineData("[!", "[!", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("A", "a", false)]
    public void Glob_is_pythons(string pattern, string name, bool matches) => new RecipeGlob(pattern, SourceLocation.None).Matches(name).ShouldBe(matches);

    [Fact]
    public void Glob_of_many_stars_takes_no_time()
    {
        var pattern = string.Concat(Enumerable.Repeat("*a", 2000)) + "b";
        new RecipeGlob(pattern, SourceLocation.None).Matches(new string('a', 4000)).ShouldBeFalse();
    }

    [Fact]
    public void Arguments_are_the_recipes_else_the_flavours_else_the_defaults()
    {
        using var files = Files();
        var definitions = files.Read();
        var steps = definitions.Recipe("r")!.Resolve(definitions.Flavour("web")!);

        steps.Select(static step => $"{step.Type}: {string.Join(", ", step.Parameters.Select(static one => $"{one.Name}={one.Value}"))}").ShouldBe([
            "add_basemap: output_width=1000",
            "add_grib: ",
            "add_contour: legend=off",
            "add_contour: contour=on",
            "add_grid: map_coastline_general_style=grid",
            "add_user_boundaries: map_user_layer=on, map_user_layer_colour=black",
            "add_boundaries: map_boundaries=on, map_boundaries_colour=#504040, map_administrative_boundaries_countries_list=[ITA], "
                + "map_administrative_boundaries_colour=#504040, map_administrative_boundaries_style=solid, map_administrative_boundaries=on",
        ]);
        steps[5].Input!.Name.ShouldBe("land");
        MapDefinitions.InputsOf(definitions.Recipe("r")!, definitions.Flavour("web")!).Select(static input => input.Name).ShouldBe(["t2m", "land"]);
    }

    [Fact]
    public void Parameters_of_the_input_win_over_the_recipes_and_the_file_is_named()
    {
        using var files = RecipeFiles.Of("""
            flavours: [{name: f}]
            inputs: {t: {eccodes: level, mgrib: {grib_scaling_factor: 2, grib_scaling_offset: 3}}}
            recipe:
             - {step: add_grib, grib: t, params: {grib_scaling_factor: 1, grib_id: x}}
             - {step: add_user_boundaries, shape: t}
            """);
        var definitions = files.Read();
        var steps = definitions.Recipe("a")!.Resolve(definitions.Flavour("f")!);
        var input = definitions.Input("t")[0];

        steps[0].For(input, "/p/t.grib").Select(static one => $"{one.Name}={one.Value}").ShouldBe(["grib_scaling_factor=2", "grib_id=x", "grib_input_file_name=/p/t.grib", "grib_scaling_offset=3"]);
        steps[1].For(input, "/s/land").Select(static one => $"{one.Name}={one.Value}").ShouldBe(["map_user_layer=on", "map_user_layer_colour=blue", "map_user_layer_name=/s/land"]);
        steps[0].Parameters.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("b, a,b", new[] { "b", "a" })]
    [InlineData("a,c", null)]
    [InlineData(" ,", null)]
    public void Flavours_are_selected_by_name_in_order(string names, string[]? expected)
    {
        using var files = RecipeFiles.Of("flavours: [{name: a}, {name: b}]\n");
        var definitions = files.Read();
        definitions.Select(names, files.Findings)?.Select(static flavour => flavour.Name).ShouldBe(expected!);
        files.Findings.HasErrors.ShouldBe(expected is null);
    }

    [Fact]
    public void Step_without_the_input_that_it_needs_stands_in_the_way_of_products()
    {
        using var files = Files().Write("g.yaml", "recipe:\n - {step: add_geopoints}\n");
        var definitions = files.Read();
        var open = definitions.UndefinedInputs(definitions.Recipe("g")!, definitions.Flavour("web")!).ShouldHaveSingleItem();
        (open.Name, open.Location.Line).ShouldBe(("", 2));
    }

    [Theory]
    [InlineData("{name: web}", "WR3002", "is defined at f.yaml:2:5 already")]
    [InlineData("{steps: {}}", "WR2002", "has no 'name'")]
    [InlineData("{name: x, steps: {add_gird: {}}}", "WR7014", "did you mean 'add_grid'?")]
    [InlineData("{name: x, steps: {add_grid: {params: {map_grd: on}}}}", "WR7011", "did you mean 'map_grid'?")]
    [InlineData("{name: x, postprocess: [{type: sharpen}]}", "WR2005", "there is no postprocess 'sharpen'")]
    [InlineData("{name: x, postprocess: [{type: quantize, colours: 3}]}", "WR2001", "did you mean 'colors'?")]
    [InlineData("{name: x, postprocess: [{type: watermark, message: m, font: ../f.ttf, x: 1, y: 1}]}", "WR7010", "leads out of the folder")]
    [InlineData("{name: x, postprocess: [{type: cutshape, shapefile: none.shp}]}", "WR5003", "is in none of the folders")]
    [InlineData("{name: x, tile: {lat_min: 45, lat_max: 43, lon_min: 1, lon_max: 2}}", "WR2009", "go from a larger to a smaller number")]
    [InlineData("{name: x, tile: {lat_min: 45, lat_max: 46, lon_min: 1}}", "WR2002", "has no 'lon_max'")]
    [InlineData("{name: x, zoom: 3}", "WR2001", "flavour 'x' has no key 'zoom'")]
    public void Faulty_flavour_is_refused_and_the_others_stay(string flavour, string code, string words)
    {
        using var files = Files().Write("g.yaml", $"flavours:\n - {flavour}\n - {{name: good}}\n");
        var definitions = files.Read();
        definitions.Flavours.Select(static one => one.Name).ShouldBe(["good", "web"]);
        files.Findings.Sorted.ShouldContain(finding => finding.Code == code, files.Report);
        files.Report.ShouldContain(words.Replace("has no 'lon_max'", "'lon_max'", StringComparison.Ordinal));
    }
}
