using Windrow.EndToEnd.Tests.Testing;

namespace Windrow.EndToEnd.Tests.Commands;

/// <summary><c>windrow maps</c>, from outside.</summary>
public sealed class MapsCommandTests : IDisposable
{
    /// <summary>A recipe with inputs of several kinds.</summary>
    internal const string Good = """
        inputs:
          t2m:
            - {model: ifs, eccodes: 'shortName is "2t"', mgrib: {grib_scaling_offset: -273.15}}
            - {model: icon, eccodes: 'shortName is "2t" and editionNumber == 2 and centre == 80'}
          tmean: {type: average, inputs: t2m, step: 24}
          low: {type: expr, inputs: [t2m], expr: low = t2m - 1, grib_set: {level: 2}}
        flavours:
          - name: default
        description: Temperature
        info: {opacity: 0.5}
        recipe:
          - {step: add_grib, grib: tmean}
          - {step: add_contour, params: {contour: off, contour_level_list: [1, 2.5]}}
          - {step: add_grib, grib: low}
          - {step: add_contour, id: lines}
        """;

    private readonly Scratch _scratch = new();

    public MapsCommandTests() => _scratch.Write("recipes/tiles/t2m.yaml", Good);

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("maps")]
    [InlineData("maps", "lint", "recipes", "--no-such-option")]
    [InlineData("maps", "paint", "recipes")]
    public async Task Wrong_command_line_ends_with_2(params string[] arguments) =>
        (await Run(arguments)).ShouldEndWith(2).Error.ShouldContain("see 'windrow --help'");

    [Theory]
    [InlineData("lint")]
    [InlineData("recipes")]
    [InlineData("inputs")]
    public async Task Missing_folder_ends_with_3(string command) =>
        (await Run("maps", command, "nowhere")).ShouldEndWith(3).Error.ShouldStartWith("nowhere: error WR5003: there is no such folder; ");

    [Fact]
    public async Task Lint_of_a_folder_with_an_overlap_ends_with_1_and_names_it()
    {
        var result = (await Run("maps", "lint", "recipes")).ShouldEndWith(1);
        result.Error.ShouldStartWith("recipes/tiles/t2m.yaml:3:30: warning WR7105: what input 't2m' takes for model 'icon', it takes for model 'ifs', too; ");
        result.Output.ShouldBe("recipes: 1 recipes, 3 inputs in 4 definitions, 1 flavours, 0 errors, 1 warnings\n");
    }

    [Fact]
    public async Task Lint_of_a_good_folder_ends_with_0()
    {
        _scratch.Write("recipes/tiles/t2m.yaml", Good.Replace("2t\"'", "2t\" and centre == 98'", StringComparison.Ordinal));
        var result = (await Run("maps", "lint", "recipes")).ShouldEndWith(0);
        result.Error.ShouldBeEmpty();
        result.Output.ShouldEndWith("0 errors, 0 warnings\n");
    }

    [Fact]
    public async Task Lint_of_some_flavours_looks_at_what_they_draw()
    {
        _scratch.Write("recipes/other.yaml", "flavours: [{name: other, recipes_filter: [o*]}]\ninputs: {tcc: {eccodes: shortName is \"tcc\"}}\nrecipe: [{step: add_grib, grib: tcc}, {step: add_contour}]\n");
        (await Run("maps", "lint", "--recipes", "recipes", "--flavours", "other")).ShouldEndWith(0).Output.ShouldBe("recipes: 1 recipes, 1 inputs in 1 definitions, 1 flavours, 0 errors, 0 warnings\n");
        (await Run("maps", "lint", "recipes", "--flavours", "other,default")).ShouldEndWith(1).Error.ShouldContain("WR7105");
        (await Run("maps", "lint", "recipes", "--flavours", "others")).ShouldEndWith(3).Error.ShouldContain("did you mean 'other'?");
    }

    [Fact]
    public async Task Version_is_that_of_the_program() =>
        (await Run("maps", "--version")).ShouldEndWith(0).Output.ShouldBe((await Run("--version")).Output);

    [Fact]
    public async Task Lint_prints_json_with_places()
    {
        var finding = (await Run("maps", "lint", "recipes", "--json")).ShouldEndWith(1).Json()[0];
        finding.GetProperty("code").GetString().ShouldBe("WR7105");
        finding.GetProperty("line").GetInt32().ShouldBe(3);
    }

    [Fact]
    public async Task Recipes_are_listed_although_one_was_refused()
    {
        _scratch.Write("recipes/bad.yaml", "recipe: [{step: add_gird}]\n");
        var result = (await Run("maps", "recipes", "recipes")).ShouldEndWith(1);
        result.Output.ShouldBe("tiles/t2m  Temperature\n");
        result.Error.ShouldContain("recipes/bad.yaml:1:17: error WR7014: there is no step 'add_gird'; did you mean 'add_grid'?");
    }

    [Fact]
    public async Task Recipes_are_printed_as_json()
    {
        var recipe = (await Run("maps", "recipes", "recipes", "--json")).ShouldEndWith(0).Json()[0];
        recipe.GetProperty("name").GetString().ShouldBe("tiles/t2m");
        recipe.GetProperty("info").GetProperty("opacity").GetDouble().ShouldBe(0.5);
        recipe.GetProperty("flavours")[0].GetString().ShouldBe("default");
        recipe.GetProperty("steps")[0].GetProperty("grib").GetString().ShouldBe("tmean");
        recipe.GetProperty("steps")[1].GetProperty("params").GetProperty("contour_level_list")[1].GetDouble().ShouldBe(2.5);
        recipe.GetProperty("steps")[1].GetProperty("params").GetProperty("contour").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Recipes_of_some_flavours_are_listed()
    {
        _scratch.Write("recipes/other.yaml", "flavours: [{name: other, recipes_filter: [o*]}]\nrecipe: [{step: add_grid}]\n");
        (await Run("maps", "recipes", "recipes", "--flavours", "other")).ShouldEndWith(0).Output.ShouldBe("other  Unnamed recipe\n");
        (await Run("maps", "recipes", "recipes", "--flavours", "other,default")).ShouldEndWith(0).Output.Split('\n').Length.ShouldBe(3);
        (await Run("maps", "recipes", "recipes", "--flavours", "defalt")).ShouldEndWith(3).Error.ShouldBe("--flavours: error WR7015: there is no flavour 'defalt'; did you mean 'default'?\n");
    }

    [Fact]
    public async Task Inputs_are_listed_and_printed_as_json()
    {
        (await Run("maps", "inputs", "recipes")).ShouldEndWith(0).Output.ShouldContain("tmean                -        average        t2m over 24 h\n");
        var inputs = (await Run("maps", "inputs", "recipes", "--json")).ShouldEndWith(0).Json().EnumerateArray().ToDictionary(static input => $"{input.GetProperty("name")}/{input.GetProperty("model")}");
        inputs["low/"].GetProperty("grib_set").GetProperty("level").GetInt32().ShouldBe(2);
        inputs["tmean/"].GetProperty("comp_stat_proc").GetString().ShouldBe("254:0");
        inputs["t2m/ifs"].GetProperty("mgrib").GetProperty("grib_scaling_offset").GetDouble().ShouldBe(-273.15);
        inputs["t2m/icon"].GetProperty("defined_in").GetString().ShouldBe("recipes/tiles/t2m.yaml:4:7");
    }

    [Fact]
    public async Task Further_folder_of_static_files_is_looked_through()
    {
        _scratch.Write("recipes/geo.yaml", "inputs: {geo: {type: static, path: p.geo}}\n");
        (await Run("maps", "inputs", "recipes")).ShouldEndWith(1).Error.ShouldContain("WR5003");
        _scratch.Write("more/p.geo", "");
        (await Run("maps", "inputs", "recipes", "--static", "more")).ShouldEndWith(0).Output.ShouldContain("geo ");
    }

    private Task<Result> Run(params string[] arguments) => WindrowProcess.Run(_scratch.Path, arguments);
}
