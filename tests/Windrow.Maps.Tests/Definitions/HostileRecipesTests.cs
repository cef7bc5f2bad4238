using System.Text;
using Windrow.Core.Configuration;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Linting;

namespace Windrow.Maps.Tests.Definitions;

public class HostileRecipesTests
{
    private const string Good = "recipe:\n - {step: add_grid}\n";

    [Fact]
    public void Alias_bomb_is_one_error_in_bounded_memory()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        ShouldBeOneError(bomb.ToString(), "WR1007");
    }

    [Fact]
    public void Bomb_of_merged_steps_is_one_error() => ShouldBeOneError(
        "a: &a {" + string.Join(", ", Enumerable.Range(0, 1000).Select(static i => $"k{i}: 1")) + "}\nrecipe:\n" + string.Concat(Enumerable.Repeat(" - {<<: *a}\n", 200)), "WR1007");

    [Fact]
    public void Deep_nesting_is_one_error() => ShouldBeOneError("recipe: " + new string('[', 50_000), "WR1006");

    [Fact]
    public void Thousand_steps_are_one_error() => ShouldBeOneError("recipe:\n" + string.Concat(Enumerable.Repeat(" - {step: add_gird}\n", 1000)), "WR7005");

    [Fact]
    public void Large_file_is_one_error() => ShouldBeOneError("# " + new string('x', 5 << 20), "WR1005");

    [Fact]
    public void Huge_integer_and_float_are_read_or_refused_and_never_thrown()
    {
        using var files = RecipeFiles.Of($"recipe:\n - {{step: add_contour, params: {{contour_line_thickness: {new string('9', 400)}, contour_interval: 1.0e+999}}}}\n");
        files.Read().Recipes.ShouldBeEmpty();
        files.Report.ShouldContain("a.yaml:2:57: error WR2003");
    }

    [Fact]
    public void Long_chain_of_inputs_is_followed_without_recursion()
    {
        using var files = RecipeFiles.Of("inputs:\n" + string.Concat(Enumerable.Range(0, 20_000).Select(static i => $"  i{i}: {{type: cat, inputs: i{i + 1}}}\n")) + "  i20000: {type: cat, inputs: i0}\n");
        files.Read(new RecipeLimits { MaximumNodes = 1_000_000 }).Inputs.Length.ShouldBe(20_000);
        files.Findings.Sorted.Count(static finding => finding.Rule == MapRules.InputLoop).ShouldBe(1);
    }

    [Fact]
    public void Long_chain_of_recipes_is_refused()
    {
        using var files = new RecipeFiles().Write("r0.yaml", Good);
        for (var i = 1; i < 100; i++)
            files.Write($"r{i}.yaml", $"extends: r{i - 1}\n");
        var definitions = files.Read();
        definitions.Recipe("r32").ShouldNotBeNull();
        definitions.Recipe("r33").ShouldBeNull();
        files.Report.ShouldContain("has more than 32 generations of parents");
    }

    [Fact]
    public void Too_many_files_or_bytes_are_one_error_for_the_folder()
    {
        using var files = new RecipeFiles().Write("a.yaml", Good).Write("b.yaml", Good);
        new RecipeFolder(new Windrow.Core.IO.PhysicalFileSystem(), new RecipeLimits { MaximumFiles = 1 }).Read(files.Folder, files.Findings).ShouldBeNull();
        files.Findings.Sorted.ShouldHaveSingleItem().Rule.ShouldBe(MapRules.TooManySteps);
    }

    [Fact]
    public void Python_tag_is_refused_and_not_run()
    {
        using var files = RecipeFiles.Of("recipe:\n - {step: add_grib, grib: !!python/object/apply:os.system [ls]}\n");
        files.Read().Recipes.ShouldBeEmpty();
        files.Report.ShouldContain("error WR1013");
    }

    [Theory]
    [InlineData("inputs: {x: {type: static, path: ../../secret}}", "WR7010")]
    [InlineData("inputs: {x: {type: shape, path: /etc/ssl/secret}}", "WR7010")]
    [InlineData("flavours: [{name: f, postprocess: [{type: cutshape, shapefile: ../secret.shp}]}]", "WR7010")]
    [InlineData("recipe: [{step: add_coastlines_bg, params: {map_user_layer: on, map_user_layer_name: /etc/ssl/secret.shp}}]", "WR7010")]
    [InlineData("recipe: [{step: add_grib, grib: x, params: {grib_input_file_name: /etc/passwd}}]", "WR7011")]
    [InlineData("recipe: [{step: add_basemap, params: {output_name: /etc/cron.d/x}}]", "WR7011")]
    [InlineData("recipe: [{step: add_contour, params: {output_name: /etc/cron.d/x}}]", "WR7011")]
    public void File_outside_of_the_folders_is_refused(string text, string code) => ShouldBeOneError(text, code);

    [Fact]
    public void Many_unknown_names_cost_no_more_than_reading_them()
    {
        var parameters = string.Join(", ", Enumerable.Range(0, 20_000).Select(static i => $"map_coastline_colour{i}: 1"));
        var inputs = string.Concat(Enumerable.Range(0, 6_000).Select(static i => $"  temperature{i}: {{type: cat, inputs: temprature{i}}}\n"));
        using var files = RecipeFiles.Of($"inputs:\n{inputs}recipe:\n - {{step: add_grid, params: {{{parameters}}}}}\n");
        files.Read().Inputs.Length.ShouldBe(6_000);
        files.Findings.ErrorCount.ShouldBe(26_000);
        files.Findings.Sorted.Count.ShouldBe(files.Findings.Capacity);
    }

    [Fact]
    public void Many_definitions_of_one_input_are_refused()
    {
        using var files = RecipeFiles.Of("inputs:\n  t:\n" + string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"    - {{model: m{i}, eccodes: level}}\n")));
        files.Read().Input("t").Length.ShouldBe(RecipeLimits.Default.MaximumAlternatives);
    }

    [Fact]
    public void Mutilated_recipes_are_reported_and_never_thrown()
    {
        const string seed = """
            description: &d Text
            info: {a: [1, {b: off}]}
            inputs:
              t: [{model: ifs, eccodes: 'centre == 98 and (level == 2 or shortName is "t")', arkimet: "product:GRIB1,98,128,167; timerange:Timedef,0s,254,"}, {model: x, arkimet: skip}]
              u: {type: decumulate, inputs: t, step: 24, mgrib: {grib_scaling_factor: 2.5}}
              v: {type: expr, inputs: [t, u], expr: v = t + u, clip: "v[v < 0] = 0", grib_set: {level: 2}}
            flavours:
              - {name: f, recipes_filter: ["*"], postprocess: [{type: quantize, colors: 16}], tile: {lat_min: 1, lat_max: 2, lon_min: 3, lon_max: 4}, steps: {add_grid: {skip: yes, params: {map_grid: on}}}}
            recipe:
              - {step: add_grib, id: g, grib: t, params: {grib_id: *d}}
              - {step: add_contour, params: {contour_level_list: [1, 2], contour_shade_colour_list: [red], legend: "on"}}
            """;
        const string marks = "{}[]:,&*!'\"|>-\n#\t %@`0x~";
        var random = new Random(20260);
        for (var round = 0; round < 1000; round++)
        {
            var text = new StringBuilder(seed);
            for (var edit = random.Next(1, 6); edit > 0; edit--)
            {
                var at = random.Next(text.Length);
                var length = Math.Min(random.Next(1, 12), text.Length - at);
                var piece = text.ToString(at, length);
                _ = random.Next(4) switch
                {
                    0 => text.Remove(at, length),
                    1 => text.Insert(random.Next(text.Length), piece),
                    2 => text.Insert(at, marks[random.Next(marks.Length)]),
                    _ => text.Replace(piece, "null", at, length),
                };
            }

            var files = new TextFile(text.ToString());
            var findings = new DiagnosticBag();
            var definitions = new RecipeFolder(files).Read("/r", findings).ShouldNotBeNull();
            RecipeLint.Report(definitions, findings);
            findings.Sorted.ShouldAllBe(finding => finding.Message.Length > 0);
        }
    }

    private static void ShouldBeOneError(string text, string code)
    {
        using var files = RecipeFiles.Of(text).Write("good.yaml", Good);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var definitions = files.Read();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(512L << 20);
        definitions.Recipes.ShouldHaveSingleItem().Name.ShouldBe("good");
        files.Findings.Sorted.ShouldHaveSingleItem().Code.ShouldBe(code);
    }
}
