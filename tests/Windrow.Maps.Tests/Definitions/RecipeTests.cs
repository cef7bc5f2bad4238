using Windrow.Core.Configuration;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Tests.Definitions;

public class RecipeTests
{
    private const string Parent = """
        description: Parent
        info: {opacity: 0.5}
        recipe:
         - {step: add_grib, id: field, grib: t2m, params: {grib_scaling_factor: 2, grib_scaling_offset: 1}}
         - {step: add_contour, id: lines, params: {contour: on}}
         - {step: add_grid}
        inputs:
          t2m: {eccodes: level}
          td2m: {eccodes: level}
        """;

    [Fact]
    public void Derived_recipe_replaces_adds_and_removes()
    {
        using var files = new RecipeFiles().Write("p.yaml", Parent).Write("d/c.yaml", """
            extends: p
            notes: changed
            change:
              field: {grib: td2m, params: {grib_scaling_factor: 3, grib_scaling_offset: null, grib_automatic_scaling: off}}
              lines: {skip: yes}
            """);
        var recipe = files.Read().Recipe("d/c")!;

        files.Report.ShouldBeEmpty();
        (recipe.Description, recipe.Notes, recipe.Info, recipe.Parent).ShouldBe(("Parent", "changed", null, "p"));
        recipe.Steps[0].Input!.Name.ShouldBe("td2m");
        recipe.Steps[0].Parameters!.Select(static one => $"{one.Name}={one.Value}").ShouldBe(["grib_scaling_factor=3", "grib_automatic_scaling=off"]);
        recipe.Steps[1].Skip.ShouldBe(true);
        recipe.Steps[2].Type.ShouldBe(StepTypes.Grid);
    }

    [Fact]
    public void Derived_recipe_of_a_derived_recipe_sees_the_changes_of_both()
    {
        using var files = new RecipeFiles().Write("z.yaml", Parent)
            .Write("b.yaml", "extends: z\ndescription: Second\nchange: {field: {params: {grib_scaling_factor: 5}}}\n")
            .Write("a.yaml", "extends: b\nchange: {field: {params: {grib_scaling_offset: 7}}}\n");
        var recipe = files.Read().Recipe("a")!;

        recipe.Description.ShouldBe("Second");
        recipe.Steps[0].Parameters!.Select(static one => $"{one.Name}={one.Value}").ShouldBe(["grib_scaling_factor=5", "grib_scaling_offset=7"]);
    }

    [Fact]
    public void Circle_of_recipes_is_reported_and_refused()
    {
        using var files = new RecipeFiles().Write("a.yaml", "extends: b\n").Write("b.yaml", "extends: a\n").Write("c.yaml", "extends: c\n").Write("p.yaml", Parent);
        files.Read().Recipes.ShouldHaveSingleItem().Name.ShouldBe("p");
        files.Report.ShouldContain("b.yaml:1:10: error WR7004: 'a' extends 'b' extends 'a'; ");
        files.Report.ShouldContain("c.yaml:1:10: error WR7004: 'c' extends 'c'; ");
    }

    [Theory]
    [InlineData("extends: parrent", "a.yaml:1:10: error WR7003: there is no recipe 'parrent'; did you mean 'parent'?")]
    [InlineData("extends: parent\nrecipe: []", "a.yaml:1:10: error WR7002: recipe 'a' has both 'recipe' and 'extends'")]
    [InlineData("extends: [parent]", "a.yaml:1:10: error WR2003: 'extends' of recipe 'a' is a list")]
    [InlineData("extends: parent\nchange: {fiel: {skip: yes}}", "a.yaml:2:10: warning WR7103: no step of recipe 'a' has the id 'fiel', so that nothing is changed; did you mean 'field'?")]
    [InlineData("extends: parent\nchange: {field: off}", "a.yaml:2:17: error WR2003: the change of 'field' is the boolean off")]
    [InlineData("recipe: {}", "a.yaml:1:9: error WR2003: the steps of recipe 'a' are a mapping")]
    [InlineData("recipe: []\nmixer: other", "a.yaml:2:8: error WR2005: there is no mixer 'other'")]
    [InlineData("recipe: []\ndescripton: x", "a.yaml:2:1: error WR2001: recipe 'a' has no key 'descripton'; did you mean 'description'?")]
    public void Faulty_header_is_reported_where_it_stands(string text, string expected)
    {
        using var files = RecipeFiles.Of(text).Write("parent.yaml", Parent);
        (files.Read().Recipe("a") is not null).ShouldBe(expected.Contains("warning", StringComparison.Ordinal));
        files.Report.ShouldContain(expected);
    }

    [Fact]
    public void Info_is_kept_as_it_was_written()
    {
        using var files = RecipeFiles.Of(Parent);
        files.Read().Recipe("a")!.Info!["opacity"].ShouldBeOfType<ScalarNode>().AsDouble.ShouldBe(0.5);
    }

    [Theory]
    [InlineData("[1, 2, 3]", "[red, blue]", true)]
    [InlineData("[1, 2]", "[red, blue]", false)]
    [InlineData("[]", "[red]", false)]
    public void There_is_one_level_more_than_colours(string levels, string colours, bool isGood)
    {
        using var files = RecipeFiles.Of($"recipe:\n - step: add_contour\n   params: {{contour_level_list: {levels}, contour_shade_colour_list: {colours}}}\n");
        (files.Read().Recipe("a") is not null).ShouldBe(isGood);
        files.Report.Contains("WR7012", StringComparison.Ordinal).ShouldBe(!isGood);
    }

    [Fact]
    public void Boolean_for_a_text_is_taken_as_arkimaps_takes_it_and_warned_of()
    {
        using var files = RecipeFiles.Of("recipe:\n - {step: add_wind, params: {wind_flag_origin_marker: off}}\n");
        files.Read().Recipe("a")!.Steps[0].Parameters!["wind_flag_origin_marker"].ShouldBe(ParameterValue.Of("False"));
        files.Report.ShouldStartWith("a.yaml:2:55: warning WR7108: the parameter 'wind_flag_origin_marker' is a text, and off without quotes becomes \"False\"; write \"off\" in quotes");
    }
}
