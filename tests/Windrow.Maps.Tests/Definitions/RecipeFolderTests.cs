using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Tests.Definitions;

public class RecipeFolderTests
{
    private const string Inputs = """
        inputs:
          t2m:
            - {model: ifs, eccodes: 'shortName is "2t"', arkimet: "product:GRIB1,98,128,167"}
            - {model: icon, eccodes: 'shortName is "2t" and editionNumber == 2'}
        """;

    private const string Recipe = """
        description: Temperature
        recipe:
         - {step: add_basemap}
         - {step: add_grib, grib: t2m}
         - {step: add_contour, params: {legend: on}}
        """;

    [Fact]
    public void Names_are_paths_within_the_folder()
    {
        using var files = new RecipeFiles().Write("inputs.yaml", Inputs).Write("tiles/deep/t2m.yaml", Recipe).Write("notes.txt", "recipe: [");
        var definitions = files.Read();

        files.Report.ShouldBeEmpty();
        var recipe = definitions.Recipes.ShouldHaveSingleItem();
        (recipe.Name, recipe.DefinedIn, recipe.Description).ShouldBe(("tiles/deep/t2m", "tiles/deep/t2m.yaml", "Temperature"));
        recipe.Location.ToString().ShouldBe(Path.Combine(files.Folder, "tiles/deep/t2m.yaml:3:2"));
    }

    [Fact]
    public void Missing_folder_is_reported_and_nothing_is_read()
    {
        var findings = new DiagnosticBag();
        new RecipeFolder(new PhysicalFileSystem()).Read("/no/such/folder", findings).ShouldBeNull();
        findings.ToString().ShouldStartWith("/no/such/folder: error WR5003: there is no such folder; ");
    }

    [Fact]
    public void Broken_file_leaves_the_others_as_they_are()
    {
        using var files = new RecipeFiles().Write("a.yaml", "recipe: [").Write("b.yaml", Inputs + "\n" + Recipe).Write("c.yaml", "- 1").Write("d.yaml", "recpie: []");
        var definitions = files.Read();

        definitions.Recipes.ShouldHaveSingleItem().Name.ShouldBe("b");
        files.Report.ShouldContain("a.yaml:2:1: error WR1001");
        files.Report.ShouldContain("c.yaml:1:1: error WR7001: the file holds a list");
        files.Report.ShouldContain("d.yaml:1:1: warning WR7001: the file holds neither a recipe nor inputs nor flavours; did you mean 'recipe'?");
    }

    [Fact]
    public void Yaml_1_1_makes_booleans_and_floats_and_the_last_key_wins()
    {
        using var files = RecipeFiles.Of(Inputs + """

            recipe:
             - {step: add_grib, grib: t2m}
             - step: add_contour
               params: {contour: off}
               params: {contour: yes, contour_interval: 25., contour_min_level: 1e3, legend_text_font_size: "0.5"}
            """);
        var definitions = files.Read();

        files.Report.ShouldStartWith("a.yaml:9:4: warning WR1010: the key 'params' stands at ");
        var parameters = definitions.Recipe("a")!.Steps[1].Parameters!;
        parameters["contour"].ShouldBe(ParameterValue.Of(true));
        parameters["contour_interval"].ShouldBe(ParameterValue.Of(25.0));

        // 1e3 is a text in YAML 1.1, and pydantic reads it as a number.
        parameters["contour_min_level"].ShouldBe(ParameterValue.Of(1000.0));
        parameters["legend_text_font_size"].ShouldBe(ParameterValue.Of(0.5));
    }

    [Fact]
    public void All_errors_of_all_files_are_reported_at_once()
    {
        using var files = new RecipeFiles()
            .Write("a.yaml", "inputs:\n  t2m: {eccodes: 'shortName = \"2t\"'}\n  u: {type: cut, inputs: [t2m]}\n  v: {type: cat, inputs: []}\n  w_x: {}\n")
            .Write("b.yaml", "recipe:\n - {step: add_grid, parms: {}}\n - {step: add_gird}\n - step: add_contour\n   params: {contour_shdae: on, legende: on, contour_interval: [1]}\n - {step: add_grib}\n");
        var definitions = files.Read();

        definitions.Recipes.ShouldBeEmpty();
        definitions.Inputs.ShouldBeEmpty();
        files.Report.Split('\n')[..^1].Select(static line => line[..line.IndexOf(';', StringComparison.Ordinal)]).ShouldBe([
            "a.yaml:2:29: error WR4005: expected 'and', 'or' or the end of the condition, found '='",
            "a.yaml:3:13: error WR2005: there is no type of input 'cut'",
            "a.yaml:4:26: error WR2002: input 'v' has no inputs",
            "a.yaml:5:3: error WR7006: 'w_x' cannot be the name of an input",
            "b.yaml:2:21: error WR2001: add_grid has no key 'parms'",
            "b.yaml:3:11: error WR7014: there is no step 'add_gird'",
            "b.yaml:5:13: warning WR7011: the parameter 'contour_shdae' of add_contour is not known here and is passed on as it is written",
            "b.yaml:5:32: error WR7011: add_contour takes no parameter 'legende'",
            "b.yaml:5:63: error WR2003: the parameter 'contour_interval' of add_contour is a list",
            "b.yaml:6:4: error WR2002: add_grib has no 'grib'",
        ]);
    }

    [Fact]
    public void Refused_alternative_leaves_the_other_alternatives()
    {
        using var files = RecipeFiles.Of("inputs:\n  t:\n    - {model: a, eccodes: 'level =='}\n    - {model: b, eccodes: 'level == 2'}\n");
        files.Read().Input("t").ShouldHaveSingleItem().Model.ShouldBe("b");
        files.Findings.ErrorCount.ShouldBe(1);
    }

    [Fact]
    public void Input_that_is_defined_in_two_files_is_reported_with_both_places()
    {
        using var files = new RecipeFiles().Write("a.yaml", Inputs).Write("b.yaml", "inputs:\n  t2m:\n    - {model: wrf, eccodes: level}\n    - {model: ifs, eccodes: level}\n");
        files.Read().Input("t2m").Select(static input => input.Model).ShouldBe(["ifs", "icon", "wrf"]);
        files.Report.ShouldStartWith($"b.yaml:4:7: error WR7007: input 't2m' is defined at a.yaml:3:7 already, for model 'ifs'; ");
    }

    [Fact]
    public void Definition_without_a_model_leaves_no_room_behind_it_and_may_come_last()
    {
        using var files = RecipeFiles.Of("inputs:\n  t: [{eccodes: level}, {model: ifs, eccodes: level}]\n  u: [{model: ifs, eccodes: level}, {eccodes: level}]\n");
        var definitions = files.Read();
        definitions.Input("t").ShouldHaveSingleItem().Model.ShouldBeNull();
        definitions.Input("u").Length.ShouldBe(2);
        files.Report.ShouldStartWith("a.yaml:2:25: error WR7007: input 't' is defined at a.yaml:2:7 already, without a model; ");
    }

    [Fact]
    public void Undefined_and_refused_inputs_are_told_apart()
    {
        using var files = RecipeFiles.Of("inputs:\n  t: {eccodes: '='}\n  u: {type: cat, inputs: [t, tt]}\nrecipe:\n - {step: add_grib, grib: w}\n");
        var definitions = files.Read();

        definitions.Recipes.Length.ShouldBe(1);
        files.Report.ShouldContain("a.yaml:3:27: error WR7008: input 't', which input 'u' needs, was refused at a.yaml:2:6; ");
        files.Report.ShouldContain("a.yaml:3:30: error WR7008: input 'tt', which input 'u' needs, is not defined\n");
        files.Report.ShouldContain("a.yaml:5:27: error WR7008: input 'w', which recipe 'a' needs, is not defined");
    }

    [Fact]
    public void Circle_of_inputs_is_broken_and_reported()
    {
        using var files = RecipeFiles.Of("inputs:\n  a: {type: cat, inputs: b}\n  b: {type: or, inputs: [c, a]}\n  c: {eccodes: level}\n  d: {type: cat, inputs: d}\n");
        var definitions = files.Read();

        files.Report.ShouldContain("WR7009: input 'b' is computed from 'a', which is computed from 'b' itself");
        files.Report.ShouldContain("WR7009: input 'd' is computed from 'd', which is computed from 'd' itself");
        definitions.Inputs.Select(static input => input.Name).ShouldBe(["a", "c"]);
    }

    [Fact]
    public void Inputs_of_different_models_make_no_circle()
    {
        using var files = RecipeFiles.Of("inputs:\n  a: [{model: m, type: cat, inputs: b}, {model: n, eccodes: level}]\n  b: [{model: n, type: cat, inputs: a}, {model: m, eccodes: level}]\n");
        files.Read().Inputs.Length.ShouldBe(4);
        files.Report.ShouldBeEmpty();
    }

    [Fact]
    public void Every_type_of_input_is_read_with_its_keys()
    {
        using var files = new RecipeFiles().Write("static/a.geo", "").Write("static/shapes/b.shp", "").Write("in.yaml", Inputs + """

              geo: {type: static, path: a.geo}
              sha: {type: shape, path: shapes/b}
              uv: {type: cat, model: ifs, inputs: [t2m, t2m], notes: both}
              any: {type: or, inputs: t2m}
              dec: {type: decumulate, inputs: t2m, step: 24}
              dec3: {type: Decumulate, inputs: [t2m], step: "3", comp_stat_proc: 1, comp_frac_valid: 0.5}
              avg: {type: average, inputs: t2m, step: 24, comp_full_steps: yes}
              rh: {type: vg6d_transform, inputs: [t2m, uv], args: --output-variable-list=B13003}
              msl: {type: groundtomsl, inputs: [t2m, uv], grib_set: {shortName: deg0l, level: 2, x: 1.5}, clip: "msl[msl <= z] = -999"}
              sum: {type: expr, inputs: [t2m, uv], expr: sum = t2m + uv, mgrib: {grib_scaling_factor: 2}}
              sf: {type: sffraction, inputs: [t2m, uv]}
            """);
        var definitions = files.Read();

        files.Report.ShouldBeEmpty();
        T Only<T>(string name)
            where T : InputDefinition => definitions.Input(name).ShouldHaveSingleItem().ShouldBeOfType<T>();
        Only<StaticInput>("geo").File.ShouldBe(Path.Combine(files.Folder, "static/a.geo"));
        Only<ShapeInput>("sha").File.ShouldBe(Path.Combine(files.Folder, "static/shapes/b"));
        (Only<CatInput>("uv").Model, Only<CatInput>("uv").Notes, Only<CatInput>("uv").Inputs.Length).ShouldBe(("ifs", "both", 2));
        Only<OrInput>("any").Inputs.ShouldHaveSingleItem().Name.ShouldBe("t2m");
        (Only<DecumulateInput>("dec").Step, Only<DecumulateInput>("dec").Processing, Only<DecumulateInput>("dec").FullSteps).ShouldBe((24, "1", false));
        (Only<DecumulateInput>("dec3").Step, Only<DecumulateInput>("dec3").ValidFraction, Only<DecumulateInput>("dec3").FullSteps).ShouldBe((3, 0.5, true));
        (Only<AverageInput>("avg").Processing, Only<AverageInput>("avg").FullSteps).ShouldBe(("254:0", true));
        Only<TransformInput>("rh").Arguments.ShouldBe(["--output-variable-list=B13003"]);
        Only<GroundToMslInput>("msl").GribSettings.Select(static one => (one.Key, one.Value.Kind)).ShouldBe(
            [("shortName", ParameterKind.Text), ("level", ParameterKind.Integer), ("x", ParameterKind.Number)]);
        Only<GroundToMslInput>("msl").Clip!.Text.ShouldBe("msl[msl <= z] = -999");
        Only<ExpressionInput>("sum").Expression.Text.ShouldBe("sum = t2m + uv");
        Only<ExpressionInput>("sum").GribParameters["grib_scaling_factor"].ShouldBe(ParameterValue.Of(2.0));
        Only<SnowFractionInput>("sf").Inputs.Length.ShouldBe(2);
        definitions.Closure(["sf"]).ShouldBe(["sf", "t2m", "uv"]);
    }

    [Theory]
    [InlineData("type: decumulate, inputs: [a, b], step: 3", "WR2009", "it takes exactly one")]
    [InlineData("type: decumulate, inputs: a", "WR2002", "has no 'step'")]
    [InlineData("type: decumulate, inputs: a, step: 0", "WR2004", "lies between 1 and")]
    [InlineData("type: groundtomsl, inputs: [a]", "WR2009", "it takes exactly 2")]
    [InlineData("type: sffraction, inputs: [a, b, c]", "WR2009", "it takes exactly 2")]
    [InlineData("type: cat", "WR2002", "has no 'inputs'")]
    [InlineData("type: expr, inputs: a", "WR2002", "has no 'expr'")]
    [InlineData("type: vg6d_transform, inputs: a", "WR2002", "has no 'args'")]
    [InlineData("type: static, path: ../a.geo", "WR7010", "leads out of the folder")]
    [InlineData("type: static, path: /etc/passwd", "WR7010", "leads out of the folder")]
    [InlineData("type: static, path: missing.geo", "WR5003", "is in none of the folders")]
    [InlineData("type: shape, path: missing", "WR5003", "'missing.shp'")]
    [InlineData("eccodes: level, shape: a", "WR2001", "has no key 'shape'")]
    [InlineData("eccodes: level, mgrib: {grib_scaling_offst: 1}", "WR7011", "did you mean 'grib_scaling_offset'?")]
    [InlineData("arkimet: 'reftime:>=2020'", "WR7013", "a condition on 'reftime' is not supported")]
    public void Faulty_input_is_refused_with_its_rule(string definition, string code, string words)
    {
        using var files = RecipeFiles.Of($"inputs:\n  x: {{{definition}}}\n");
        files.Read().Input("x").ShouldBeEmpty();
        files.Findings.Sorted[0].Code.ShouldBe(code, files.Report);
        files.Report.ShouldContain(words);
    }
}
