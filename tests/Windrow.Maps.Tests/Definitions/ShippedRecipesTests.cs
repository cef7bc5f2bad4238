using System.Text.RegularExpressions;
using Windrow.Core.Configuration;
using Windrow.Core.IO;
using Windrow.Maps.Definitions;
using Windrow.Maps.Definitions.Inputs;
using Windrow.Maps.Definitions.Steps;

namespace Windrow.Maps.Tests.Definitions;

public sealed partial class ShippedRecipesTests : IDisposable
{
    private readonly string _folder = ShippedRecipes.Folder;
    private readonly string _static = ShippedRecipes.WriteStaticFiles();
    private readonly DiagnosticBag _findings = new();

    public void Dispose() => Directory.Delete(_static, recursive: true);

    [Fact]
    public void Shipped_folder_is_read_without_an_error()
    {
        var definitions = Read();

        _findings.ErrorCount.ShouldBe(0, _findings.ToString());

        // Counted in the text, by the indentation that all these files have for what is counted.
        definitions.Recipes.Length.ShouldBe(Count(RecipeLine()));
        definitions.Flavours.Length.ShouldBe(Count(FlavourLine()));
        definitions.Recipes.Length.ShouldBe(96);
        definitions.Inputs.Select(static input => input.Name).Distinct().Count().ShouldBe(138);
        definitions.Inputs.Length.ShouldBe(236);
        definitions.Flavours.Length.ShouldBe(23);
        TestContext.Current.TestOutputHelper?.WriteLine($"{definitions.Recipes.Length} of 118 recipes, 138 of 149 input names, {definitions.Inputs.Length} of 251 definitions, {definitions.Flavours.Length} of 23 flavours");
    }

    [Fact]
    public void Shipped_duplicate_key_is_a_warning_that_names_both_places()
    {
        var emro = Read().Flavour("emro_web")!;

        emro.PostProcesses.ShouldHaveSingleItem().ShouldBeOfType<Windrow.Maps.Definitions.Flavours.CutShape>().Shapefile.ShouldBe(Path.Combine(_folder, "static/emro.shp"));
        var warning = _findings.Sorted.Single(static finding => finding.Rule == Rules.DuplicateKey);
        warning.ToString().ShouldStartWith($"{_folder}/flavours/emro.yaml:47:4: warning WR1010: the key 'postprocess' stands at {_folder}/flavours/emro.yaml:45:4 already");
    }

    [Fact]
    public void Every_shipped_recipe_resolves_in_every_flavour_to_defined_inputs()
    {
        var definitions = Read();
        foreach (var flavour in definitions.Flavours)
        {
            foreach (var recipe in definitions.Recipes.Where(recipe => flavour.Allows(recipe.Name)))
                definitions.UndefinedInputs(recipe, flavour).ShouldBeEmpty($"{recipe.Name} in {flavour.Name}");
        }
    }

    [Fact]
    public void Shipped_types_are_counted()
    {
        var types = Read().Inputs.GroupBy(static input => input.Type).ToDictionary(static type => type.Key, static type => type.Count());

        types.ShouldBe(new Dictionary<string, int>
        {
            ["default"] = 171,
            ["vg6d_transform"] = 24,
            ["cat"] = 14,
            ["decumulate"] = 14,
            ["sffraction"] = 5,
            ["expr"] = 2,
            ["groundtomsl"] = 2,
            ["or"] = 1,
            ["average"] = 1,
            ["static"] = 1,
            ["shape"] = 1,
        }, ignoreOrder: true);
    }

    [Fact]
    public void Every_shipped_condition_and_matcher_is_parsed()
    {
        var inputs = Read().Inputs.OfType<StreamInput>().ToList();

        inputs.Count(static input => input.EcCodes is not null).ShouldBe(inputs.Count);
        inputs.Count(static input => input.Arkimet is not null).ShouldBe(inputs.Count(static input => !input.IsSkipped));
        inputs.Count(static input => input.IsSkipped).ShouldBe(7);
    }

    [Fact]
    public void T2m_in_default_is_drawn_with_the_arguments_of_recipe_flavour_and_defaults()
    {
        var definitions = Read();
        var steps = definitions.Recipe("t2m")!.Resolve(definitions.Flavour("default")!);

        steps.Select(static step => step.Type.Name).ShouldBe(
            ["add_basemap", "add_coastlines_bg", "add_grib", "add_contour", "add_coastlines_fg", "add_grid", "add_boundaries"]);
        steps[0].Parameters["subpage_map_projection"].ShouldBe(ParameterValue.Of("cylindrical"));
        steps[3].Parameters["contour_interval"].ShouldBe(ParameterValue.Of(2.0));
        steps[3].Parameters["contour"].ShouldBe(ParameterValue.Of(false));
        steps[5].Parameters.ShouldBe(StepTypes.Grid.Defaults!);
        definitions.Input("t2m").Select(static input => input.Model).ShouldBe(["cosmo", "ifs", "erg5", "icon"]);
    }

    private MapDefinitions Read() => new RecipeFolder(new PhysicalFileSystem()).Read(_folder, _findings, [_static]).ShouldNotBeNull();

    private int Count(Regex line) =>
        Directory.GetFiles(_folder, "*.yaml", SearchOption.AllDirectories).Sum(file => line.Count(File.ReadAllText(file)));

    [GeneratedRegex("^recipe:", RegexOptions.Multiline)]
    private static partial Regex RecipeLine();

    [GeneratedRegex("^ - name:", RegexOptions.Multiline)]
    private static partial Regex FlavourLine();
}
